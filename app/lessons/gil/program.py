"""The same work by two threads, then by two processes. Only one thread of a process runs Python at a time."""

import multiprocessing
import threading
import time


def work(steps=2_000_000):
    total = 0
    for number in range(steps):
        total += number * number
    return total


def together(kind, label, plural):
    began = time.perf_counter()
    workers = [kind(target=work, name=f"{label}-{n}") for n in (1, 2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(f"two {plural}: {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    together(threading.Thread, "Thread", "threads")
    together(multiprocessing.Process, "Process", "processes")
