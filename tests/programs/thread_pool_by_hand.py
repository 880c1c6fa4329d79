"""A pool of four threads that take jobs from a queue until each has got its sentinel."""

import queue
import threading
import time

jobs, results = queue.Queue(maxsize=5), queue.Queue()


def worker():
    while (job := jobs.get()) is not None:
        time.sleep(0.003)
        results.put(job * job)


pool = [threading.Thread(target=worker, name=f"pool-{n}") for n in range(4)]
for thread in pool:
    thread.start()
for job in range(60):
    jobs.put(job)
for thread in pool:
    jobs.put(None)
for thread in pool:
    thread.join()
print(sum(results.get() for _ in range(60)))
