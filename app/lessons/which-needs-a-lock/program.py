"""Five things that two threads touch: which of them needs a lock?"""

import threading
import time

total = 0
seen = []
prices = {}
mine = threading.local()


def price_of(name):
    if name not in prices:
        time.sleep(0.05)  # look it up
        prices[name] = f"asked by {threading.current_thread().name}"
        print(f"{name}: {prices[name]}")
    return prices[name]


def work():
    global total
    count = 0  # a local variable: one for each call
    mine.count = 0  # one for each thread
    for n in range(3):
        count += 1
        mine.count += 1
        seen.append(n)  # one step
        total += 1  # no other thread comes in between, in CPython
    price_of("tea")  # a test, a pause, a write


threads = [threading.Thread(target=work, name=name) for name in ("Anna", "Ben")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"total {total}, {len(seen)} seen")
