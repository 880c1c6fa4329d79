"""A shelf with room for two, made by hand from a condition variable: wait, notify, check again."""

import threading
import time

shelf = []
changed = threading.Condition()


def bake(count):
    for loaf in range(1, count + 1):
        time.sleep(0.01)
        with changed:
            changed.wait_for(lambda: len(shelf) < 2)
            shelf.append(f"loaf {loaf}")
            changed.notify_all()


def sell(count):
    for _ in range(count):
        with changed:
            changed.wait_for(lambda: shelf)
            loaf = shelf.pop(0)
            changed.notify_all()
        print(f"{threading.current_thread().name} sold {loaf}")
        time.sleep(0.04)


threads = [
    threading.Thread(target=bake, args=(8,), name="Baker"),
    threading.Thread(target=sell, args=(4,), name="Shop-1"),
    threading.Thread(target=sell, args=(4,), name="Shop-2"),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
