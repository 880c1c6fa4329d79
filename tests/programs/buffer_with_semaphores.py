"""The textbook's bounded buffer: two semaphores that count, one mutex; two producers, three consumers."""

import threading
import time
from collections import deque

SIZE, ITEMS = 4, 30
spaces, items, mutex = threading.Semaphore(SIZE), threading.Semaphore(0), threading.Lock()
buffer = deque()
taken = []


def produce():
    for n in range(ITEMS):
        spaces.acquire()
        with mutex:
            buffer.append(n)
        items.release()


def consume():
    for _ in range(2 * ITEMS // 3):
        items.acquire()
        with mutex:
            taken.append(buffer.popleft())
        spaces.release()
        time.sleep(0.002)


threads = [threading.Thread(target=target) for target in (produce, produce, consume, consume, consume)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sum(taken), spaces._value, items._value)
