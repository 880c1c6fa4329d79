"""Ten jobs, a pool of three processes: how the work is dealt out."""

import multiprocessing
import os
import time


def simulate(job):
    time.sleep(0.02)
    total = sum(number * number for number in range(60_000 * (1 + job % 3)))
    return job, os.getpid(), total % 97


if __name__ == "__main__":
    with multiprocessing.Pool(processes=3) as pool:
        for job, pid, answer in pool.imap_unordered(simulate, range(10)):
            print(f"job {job} done by process {pid}: {answer}")
