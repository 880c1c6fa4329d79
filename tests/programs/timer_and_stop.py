"""A timer, a periodic thread that an event stops, and a try for a lock with a time limit."""

import threading
import time

stop, lock = threading.Event(), threading.Lock()
ticks = []


def tick():
    while not stop.wait(timeout=0.12):
        ticks.append(time.monotonic())


ticker = threading.Thread(target=tick, name="ticker")
ticker.start()
threading.Timer(0.5, stop.set).start()
with lock:
    print(lock.acquire(timeout=0.15))
ticker.join()
print(len(ticks) > 1)
