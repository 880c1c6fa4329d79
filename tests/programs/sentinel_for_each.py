"""The twin of one_sentinel_for_three: three consumers, three sentinels."""

import threading, queue

q = queue.Queue()


def consumer():
    while True:
        x = q.get()
        if x is None:
            break


cs = [threading.Thread(target=consumer, name=f"C{i}") for i in range(3)]
for c in cs:
    c.start()
for i in range(3):
    q.put(i)
for c in cs:
    q.put(None)
for c in cs:
    c.join()
print("all ended")
