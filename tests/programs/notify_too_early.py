"""The notify comes before the wait, and nothing tells the waiter that it came."""

import threading
import time

cond = threading.Condition()


def waiter():
    time.sleep(0.2)
    with cond:
        cond.wait()
    print("never")


def notifier():
    with cond:
        cond.notify()


threads = [threading.Thread(target=worker, name=worker.__name__) for worker in (waiter, notifier)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
