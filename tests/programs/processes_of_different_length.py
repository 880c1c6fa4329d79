"""Processes joined in order, the longest first: the others have ended long before they are asked for."""

import multiprocessing as mp
import subprocess
import sys
import time


def work(seconds):
    time.sleep(seconds)


if __name__ == "__main__":
    workers = [mp.Process(target=work, args=(seconds,)) for seconds in (1.6, 0.1, 0.05)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print([worker.exitcode for worker in workers], subprocess.run([sys.executable, "-c", "pass"]).returncode)
