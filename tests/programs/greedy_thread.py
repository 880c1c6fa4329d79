"""One thread takes the semaphore again as soon as it has let go of it: the other gets hardly a turn."""

import threading
import time

mutex = threading.Semaphore()
end = time.monotonic() + 20


def greedy():
    while time.monotonic() < end:
        with mutex:
            time.sleep(0.01)


def patient():
    time.sleep(0.05)
    while time.monotonic() < end:
        with mutex:
            pass
        time.sleep(0.001)


threads = [threading.Thread(target=worker, name=worker.__name__) for worker in (greedy, patient)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
