"""Readers come and go, and there is always one inside: the writer, who came after the first, gets in when the last of them has gone."""

import threading
import time

ROUNDS = 40


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


room, switch, begun = threading.Lock(), Lightswitch(), threading.Event()
turns = [threading.Semaphore(0), threading.Semaphore(0)]
pages = []


def read(me):
    for _ in range(ROUNDS):
        switch.lock(room)
        begun.set()
        turns[1 - me].release()
        turns[me].acquire()  # leaves when the other has come in
        time.sleep(0.03)
        switch.unlock(room)


def write():
    begun.wait()
    with room:
        pages.append("new")


threads = [threading.Thread(target=read, args=(me,), name=f"reader-{me}") for me in (0, 1)]
threads.append(threading.Thread(target=write, name="writer"))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(pages)
