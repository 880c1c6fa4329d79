"""Ten coroutines that wait for something slow, and a loop of twelve lines that lets each go on when its time has come."""

import heapq
import time


def fetch(name):
    for page in range(4):
        yield 0.05  # wait so long: somebody else may run meanwhile
        print(f"{name} has page {page}")


def run(coroutines):
    waiting = [(time.monotonic(), number, coroutine) for number, coroutine in enumerate(coroutines)]
    while waiting:
        due, number, coroutine = heapq.heappop(waiting)
        time.sleep(max(due - time.monotonic(), 0))
        try:
            pause = next(coroutine)
        except StopIteration:
            continue
        heapq.heappush(waiting, (time.monotonic() + pause, number, coroutine))


began = time.monotonic()
run([fetch(f"fetch-{number}") for number in range(1, 11)])
print(f"40 waits of 0.05 s took {time.monotonic() - began:.2f} s, in one thread")
