"""Four threads do all their work with the one lock held, and each lets the next one go first: a line that never dissolves."""

import threading
import time

lock = threading.Lock()


def work():
    for _ in range(30):
        with lock:
            time.sleep(0.015)
        time.sleep(0.001)


threads = [threading.Thread(target=work, name=f"W{n}") for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
