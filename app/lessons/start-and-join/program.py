"""Three processes sleep for different times. The program waits for all of them, in order."""

import multiprocessing
import os
import time


def nap(seconds):
    print(f"process {os.getpid()}, child of {os.getppid()}, naps {seconds} s")
    time.sleep(seconds)


if __name__ == "__main__":
    nappers = [multiprocessing.Process(target=nap, args=(0.1 * n,), name=f"Napper-{n}") for n in (3, 2, 1)]
    for napper in nappers:
        napper.start()
    for napper in nappers:
        napper.join()
        print(f"{napper.name} is over, exit code {napper.exitcode}")
