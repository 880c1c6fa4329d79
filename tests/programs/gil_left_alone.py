"""The twin of gil_convoy.py: processes compute, so the thread that needs the GIL for a moment has it when it asks."""

import multiprocessing
import threading
import time


def tick(stop):
    while not stop.is_set():
        time.sleep(0.001)


def compute(seconds):
    number, end = 0, time.monotonic() + seconds
    while number % 1000 or time.monotonic() < end:
        number += 1


if __name__ == "__main__":
    stop = threading.Event()
    clock = threading.Thread(target=tick, args=(stop,), name="clock")
    clock.start()
    cooks = [multiprocessing.Process(target=compute, args=(1.5,), name=f"cook-{number}") for number in (1, 2)]
    for cook in cooks:
        cook.start()
    for cook in cooks:
        cook.join()
    stop.set()
    clock.join()
    print("done")
