"""Four threads count in a tight loop, each step with the lock held: much contention, and all get their turns."""

import threading

lock = threading.Lock()
count = 0


def add():
    global count
    for _ in range(3_000):
        with lock:
            count += 1


threads = [threading.Thread(target=add, name=f"T{n}") for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(count)
