"""Three workers meet at a barrier in each of ten rounds."""

import threading
import time

barrier = threading.Barrier(3)
log = []


def work(name):
    for round_number in range(10):
        time.sleep(0.001 * name)
        barrier.wait()
        log.append(round_number)
        barrier.wait()


threads = [threading.Thread(target=work, args=(n,), name=f"W{n}") for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(log == sorted(log), len(log))
