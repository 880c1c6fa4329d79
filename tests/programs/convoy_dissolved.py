"""The twin of convoy: the same work, the lock is held for the moment that needs it."""

import threading
import time

lock = threading.Lock()
count = 0


def work():
    global count
    for _ in range(30):
        time.sleep(0.015)
        with lock:
            count += 1


threads = [threading.Thread(target=work, name=f"W{n}") for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done", count)
