"""A process is forked while another thread holds a lock: the child waits for its copy of the lock for ever."""

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
        print("never")


if __name__ == "__main__":
    mp.set_start_method("fork")
    holder = threading.Thread(target=hold, name="holder")
    holder.start()
    is_held.wait()
    process = mp.Process(target=child, name="child")
    process.start()
    may_release.set()
    holder.join()
    process.join()
