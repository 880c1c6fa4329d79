"""The twin of notify_too_early: a variable remembers what happened, and the waiter looks at it first."""

import threading
import time

cond = threading.Condition()
ready = False


def waiter():
    time.sleep(0.2)
    with cond:
        while not ready:
            cond.wait()
    print("woken")


def notifier():
    global ready
    with cond:
        ready = True
        cond.notify()


threads = [threading.Thread(target=worker, name=worker.__name__) for worker in (waiter, notifier)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
