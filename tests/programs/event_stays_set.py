"""The twin of event_pulse: the event stays set until the one who waited clears it."""

import threading
import time

go = threading.Event()


def late():
    time.sleep(0.2)
    go.wait()
    go.clear()
    print("went")


def pulse():
    go.set()


threads = [threading.Thread(target=worker, name=worker.__name__) for worker in (late, pulse)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
