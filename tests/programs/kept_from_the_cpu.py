"""One process wants a CPU that six others keep busy; it has the lowest priority there is, or, with an argument, the same as theirs."""

import os
import sys
import time
from multiprocessing import Process

if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
end = time.monotonic() + (50 if len(sys.argv) < 2 else 1.6)


def compute(nice):
    os.nice(nice)
    number = 0
    while number % 1000 or time.monotonic() < end:
        number += 1


if __name__ == "__main__":
    workers = [Process(target=compute, args=(0,), name=f"cook-{number}") for number in range(6)]
    workers.append(Process(target=compute, args=(19 if len(sys.argv) < 2 else 0,), name="guest"))
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
