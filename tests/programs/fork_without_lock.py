"""The twin of fork_with_lock: the process is forked before the thread takes the lock."""

import multiprocessing as mp
import threading

lock = threading.Lock()
is_held, may_release = threading.Event(), threading.Event()


def hold():
    with lock:
        is_held.set()
        may_release.wait()


def child():
    with lock:
        print("in")


if __name__ == "__main__":
    mp.set_start_method("fork")
    process = mp.Process(target=child, name="child")
    process.start()
    holder = threading.Thread(target=hold, name="holder")
    holder.start()
    is_held.wait()
    may_release.set()
    holder.join()
    process.join()
    print("done")
