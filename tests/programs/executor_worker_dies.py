"""As pool_worker_dies, but a ProcessPoolExecutor notices and says so."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def leave(code):
    os._exit(code)


if __name__ == "__main__":
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        try:
            print(pool.submit(leave, 3).result())
        except BrokenProcessPool as error:
            print(type(error).__name__)
