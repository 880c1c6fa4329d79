"""The twin of released_twice; and a semaphore that counts items, some of which were there at first, may rise."""

import threading

permits = threading.Semaphore(2)
items = threading.Semaphore(2)
buffer = ["a", "b"]


def work():
    with permits:
        pass


def producer():
    for item in "cde":
        buffer.append(item)
        items.release()


def consumer():
    for _ in range(5):
        items.acquire()
        buffer.pop()


for target in (work, work, producer, consumer):
    thread = threading.Thread(target=target, name=target.__name__)
    thread.start()
    thread.join()
print("permits", permits._value, buffer)
