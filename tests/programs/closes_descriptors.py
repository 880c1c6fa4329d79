"""Closes every descriptor it can, then goes on using threads."""
import os
import threading

os.closerange(3, 256)
lock = threading.Lock()


def work():
    with lock:
        print("still here", flush=True)


threads = [threading.Thread(target=work, name=f"T{n}") for n in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
