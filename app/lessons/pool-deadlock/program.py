"""A task waits for another task of the same pool. With two workers and two such tasks, who is left to do the inner ones?"""

import threading
from concurrent.futures import ThreadPoolExecutor

WORKERS = 2  # one more, and everybody gets home

pool = ThreadPoolExecutor(max_workers=WORKERS)
both = threading.Barrier(2)


def add(left, right):
    return left + right


def total(number):
    both.wait()  # both outer tasks have begun
    inner = pool.submit(add, number, 1)
    return inner.result()


outer = [pool.submit(total, number) for number in range(2)]
print([task.result() for task in outer])
pool.shutdown()
