"""A thread holds the lock while it sleeps, and the other cannot get it."""

import threading
import time

lock = threading.Lock()
log = []


def slow():
    with lock:
        log.append("begin")
        time.sleep(0.4)
        log.append("end")


def quick():
    time.sleep(0.05)
    with lock:
        log.append("quick")


threads = [threading.Thread(target=worker, name=worker.__name__) for worker in (slow, quick)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(log)
