"""The program ends while its daemon process sleeps: multiprocessing ends it."""

import multiprocessing as mp
import time


def count(begun):
    begun.set()
    for n in range(100):
        time.sleep(0.5)


if __name__ == "__main__":
    mp.set_start_method("fork")
    begun = mp.Event()
    mp.Process(target=count, args=(begun,), name="counter", daemon=True).start()
    begun.wait()
    time.sleep(0.3)
    print("main ends")
