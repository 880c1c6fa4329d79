"""As notify_too_early, but the waiter waits for so long only."""

import threading
import time

cond = threading.Condition()


def notifier():
    with cond:
        cond.notify_all()


def waiter():
    time.sleep(0.1)
    with cond:
        print("notified" if cond.wait(timeout=0.5) else "gave up")


threads = [threading.Thread(target=worker, name=worker.__name__) for worker in (notifier, waiter)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
