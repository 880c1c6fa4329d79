"""One name, two processes: the child changes its own copy, the parent's stays as it was."""

import multiprocessing
import time

x = 100


def child():
    global x
    print(f"the child finds x = {x}")
    time.sleep(0.05)
    x = 0
    print(f"the child has set x = {x}")


if __name__ == "__main__":
    process = multiprocessing.get_context("fork").Process(target=child, name="Child")
    process.start()
    process.join()
    print(f"the parent still has x = {x}")
