"""A fast producer and two slower consumers share a queue with room for three."""

import queue
import sys
import threading
import time

ROOM, CAKES, PACKERS = map(int, sys.argv[1:] or (3, 12, 2))
belt = queue.Queue(maxsize=ROOM)
DONE = None


def produce(count):
    for number in range(1, count + 1):
        time.sleep(0.01)
        belt.put(f"cake {number}")
    for _ in consumers:
        belt.put(DONE)


def consume():
    while (cake := belt.get()) is not DONE:
        time.sleep(0.035)
        print(f"{threading.current_thread().name} packed {cake}")


names = [f"Packer-{n}" for n in range(1, PACKERS + 1)]
consumers = [threading.Thread(target=consume, name=name) for name in names]
producer = threading.Thread(target=produce, args=(CAKES,), name="Baker")
for thread in [producer, *consumers]:
    thread.start()
for thread in [producer, *consumers]:
    thread.join()
