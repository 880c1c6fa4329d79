"""The program ends while its daemon thread is writing: the last line is never written."""

import threading
import time

begun = threading.Event()


def write():
    print("first half", flush=True)
    begun.set()
    time.sleep(30)
    print("second half", flush=True)


threading.Thread(target=write, name="writer", daemon=True).start()
begun.wait()
time.sleep(0.3)
print("main ends", flush=True)
