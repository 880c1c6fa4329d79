"""A ThreadPoolExecutor: map, submit, callbacks, and a lock for what they share."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

lock = threading.Lock()
seen = []


def square(n):
    time.sleep(0.002 * (n % 3))
    with lock:
        seen.append(n)
    return n * n


with ThreadPoolExecutor(max_workers=4) as pool:
    total = sum(pool.map(square, range(20)))
    futures = [pool.submit(square, n) for n in range(20)]
    for future in as_completed(futures):
        total += future.result()
print(total, len(seen))
