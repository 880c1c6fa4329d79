"""An event is set and cleared at once: who comes later waits for ever."""

import threading
import time

go = threading.Event()


def late():
    time.sleep(0.2)
    go.wait()
    print("never")


def pulse():
    go.set()
    go.clear()


threads = [threading.Thread(target=worker, name=worker.__name__) for worker in (late, pulse)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
