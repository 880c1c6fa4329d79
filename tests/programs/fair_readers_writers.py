"""Readers and writers with a turnstile, so that no writer waits for ever; the last reader gives back what the first one took."""

import threading
import time

turnstile, mutex, room_empty = threading.Semaphore(1), threading.Lock(), threading.Semaphore(1)
readers = 0
value = 0
most = 0


def read():
    global readers, most
    for _ in range(6):
        with turnstile:
            pass
        with mutex:
            readers += 1
            most = max(most, readers)
            if readers == 1:
                room_empty.acquire()
        time.sleep(0.004)
        with mutex:
            readers -= 1
            if readers == 0:
                room_empty.release()
        time.sleep(0.002)


def write():
    global value
    for _ in range(5):
        with turnstile, room_empty:
            value += 1
            time.sleep(0.002)
        time.sleep(0.004)


threads = [threading.Thread(target=target) for target in (read, read, read, write, write)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(value)
