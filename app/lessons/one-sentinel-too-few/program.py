"""Three consumers, two end marks: one consumer waits for ever, and so does whoever joins it. Press Stop."""

import queue
import threading
import time

DONE = "done"
jobs = queue.Queue()


def consume():
    me = threading.current_thread().name
    while True:
        job = jobs.get()
        if job == DONE:
            break
        time.sleep(0.02)
        print(f"{me} did {job}")
    print(f"{me} goes home")


consumers = [threading.Thread(target=consume, name=f"Consumer-{n}") for n in (1, 2, 3)]
for consumer in consumers:
    consumer.start()
for job in range(1, 7):
    jobs.put(f"job {job}")
for _ in range(2):  # and how many consumers are there?
    jobs.put(DONE)
for consumer in consumers:
    consumer.join()
print("all have gone home")
