"""A token bucket: a refiller that never gives out more than the bucket holds, and clients that wait for a token."""

import threading
import time

SIZE = 3
tokens = threading.Semaphore(SIZE)
stop = threading.Event()
lock = threading.Lock()
in_bucket = SIZE
served = 0


def refill():
    global in_bucket
    while not stop.wait(0.01):
        with lock:
            if in_bucket < SIZE:
                in_bucket += 1
                tokens.release()


def client():
    global in_bucket, served
    for _ in range(10):
        tokens.acquire()
        with lock:
            in_bucket -= 1
            served += 1


refiller = threading.Thread(target=refill, name="refiller")
clients = [threading.Thread(target=client, name=f"client-{n}") for n in range(4)]
for thread in (refiller, *clients):
    thread.start()
for thread in clients:
    thread.join()
stop.set()
refiller.join()
print(served)
