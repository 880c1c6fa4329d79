"""Daemon threads serve a queue; the program waits until all is done and then ends, and they are idle."""

import queue
import threading
import time

jobs = queue.Queue()
done = []


def serve():
    while True:
        job = jobs.get()
        time.sleep(0.002)
        done.append(job)
        jobs.task_done()


for n in range(3):
    threading.Thread(target=serve, name=f"server-{n}", daemon=True).start()
for job in range(20):
    jobs.put(job)
jobs.join()
time.sleep(0.05)
print(len(done))
