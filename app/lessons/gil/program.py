"""The same work by two threads, then by two processes. Only one thread of a process runs Python at a time."""

import multiprocessing
import sys
import threading
import time

workers, kinds = sys.argv[1:] or ("2", "both")
WORKERS = int(workers)


def work(steps=2_000_000):
    total = 0
    for number in range(steps):
        total += number * number
    return total


def together(kind, label):
    began = time.perf_counter()
    crew = [kind(target=work, name=f"{label}-{n}") for n in range(1, WORKERS + 1)]
    for worker in crew:
        worker.start()
    for worker in crew:
        worker.join()
    print(f"{label} x {WORKERS}: {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    if kinds != "processes":
        together(threading.Thread, "Thread")
    if kinds != "threads":
        together(multiprocessing.Process, "Process")
