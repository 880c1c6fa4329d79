"""Ten tasks of a tenth of a second, four workers: how long does it take, and what do the workers do in between?"""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

WORKERS, TASKS = map(int, sys.argv[1:] or (4, 10))


def serve(guest):
    time.sleep(0.1)
    return f"guest {guest} by {threading.current_thread().name}"


began = time.perf_counter()
with ThreadPoolExecutor(max_workers=WORKERS) as kitchen:
    orders = [kitchen.submit(serve, guest) for guest in range(TASKS)]
    for order in orders:
        print(order.result())
print(f"{time.perf_counter() - began:.2f} s")
