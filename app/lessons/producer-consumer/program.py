"""A fast producer and two slower consumers share a queue with room for three."""

import queue
import threading
import time

belt = queue.Queue(maxsize=3)
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


consumers = [threading.Thread(target=consume, name=name) for name in ("Packer-1", "Packer-2")]
producer = threading.Thread(target=produce, args=(12,), name="Baker")
for thread in [producer, *consumers]:
    thread.start()
for thread in [producer, *consumers]:
    thread.join()
