"""A worker of a Pool leaves in the midst of its job. The pool starts another, but nobody tells who waits for the result."""

import multiprocessing
import os


def leave(code):
    os._exit(code)


if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(1) as pool:
        print(pool.apply(leave, (3,)))
