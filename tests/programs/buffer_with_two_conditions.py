"""A bounded buffer as the library's queue is made: one lock, two conditions on it."""

import threading
import time
from collections import deque

lock = threading.Lock()
not_empty, not_full = threading.Condition(lock), threading.Condition(lock)
buffer = deque()
got = 0


def produce():
    for n in range(40):
        with not_full:
            while len(buffer) >= 3:
                not_full.wait()
            buffer.append(n)
            not_empty.notify()


def consume():
    global got
    for _ in range(20):
        with not_empty:
            while not buffer:
                not_empty.wait()
            got += buffer.popleft()
            not_full.notify()
        time.sleep(0.001)


threads = [threading.Thread(target=target) for target in (produce, consume, consume)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(got)
