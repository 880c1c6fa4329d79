"""The twin of greedy_thread: between two turns the semaphore is free for a moment, so the other gets its turns."""

import threading
import time

mutex = threading.Semaphore()
end = time.monotonic() + 2.5


def generous():
    while time.monotonic() < end:
        with mutex:
            time.sleep(0.01)
        time.sleep(0.01)


def patient():
    time.sleep(0.05)
    while time.monotonic() < end:
        with mutex:
            pass
        time.sleep(0.001)


threads = [threading.Thread(target=worker, name=worker.__name__) for worker in (generous, patient)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
