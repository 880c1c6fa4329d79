"""The twin of sleeps_with_lock: it sleeps before it takes the lock."""

import threading
import time

lock = threading.Lock()
log = []


def slow():
    time.sleep(0.4)
    with lock:
        log.append("begin")
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
