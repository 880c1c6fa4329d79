"""The twin of readers_shut_writer_out.py: whoever reads or writes goes through a turnstile, which a writer keeps until he is in."""

import threading
import time

ROUNDS = 20


class Lightswitch:
    def __init__(self):
        self.count = 0
        self.door = threading.Lock()

    def lock(self, room):
        with self.door:
            self.count += 1
            if self.count == 1:
                room.acquire()

    def unlock(self, room):
        with self.door:
            self.count -= 1
            if self.count == 0:
                room.release()


room = threading.Lock()
turnstile = threading.Lock()
switch = Lightswitch()
pages = []


def read(me):
    time.sleep(0.02 * me)
    for _ in range(ROUNDS):
        with turnstile:
            pass
        switch.lock(room)
        time.sleep(0.04)
        switch.unlock(room)


def write():
    for _ in range(ROUNDS):
        time.sleep(0.01)
        with turnstile:
            room.acquire()
        pages.append("new")
        room.release()


threads = [threading.Thread(target=read, args=(me,), name=f"reader-{me}") for me in (0, 1)]
threads.append(threading.Thread(target=write, name="writer"))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(pages))
