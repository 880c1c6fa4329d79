"""Producers and consumers in processes"""

import itertools
import multiprocessing
import time

ITEMS = 3
ROOM = 2  # of the buffer

mp = multiprocessing.get_context("fork")  # each child starts with a copy of what is here
buffer = mp.Queue(ROOM)
eaten = mp.Value("q", 0)
mutex = mp.Lock()


def producer(index):
    me = f"producer-{index}"
    serial = itertools.count(1)
    for _ in range(ITEMS):
        buffer.put(f"{me}-{next(serial)}")


def consumer(index):
    me = f"consumer-{index}"
    while True:
        item = buffer.get()
        if item is None:
            break
        with mutex:
            eaten.value += 1
        print(f"mark: {me} got {item}", flush=True)


def main():
    workers = [
        mp.Process(target=producer, args=(index,), name=f"producer-{index}") for index in range(2)
    ]
    workers += [
        mp.Process(target=consumer, args=(index,), name=f"consumer-{index}") for index in range(2)
    ]
    for worker in workers:
        worker.start()
    # all is eaten: one sentinel for each consumer
    while eaten.value != 2 * ITEMS:
        time.sleep(0.01)
    for _ in range(2):
        buffer.put(None)
    for worker in workers:
        worker.join()
    print(f"final: eaten = {eaten.value}", flush=True)


if __name__ == "__main__":
    main()
