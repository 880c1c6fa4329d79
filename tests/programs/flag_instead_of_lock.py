import sys
import threading
import time

busy = False
both = threading.Barrier(2)
lock = threading.Lock()
is_locked = len(sys.argv) > 1


def enter():
    global busy
    while busy:
        time.sleep(0.001)
    if not is_locked:
        both.wait()
    busy = True


def visit():
    global busy
    if is_locked:
        with lock:
            enter()
    else:
        enter()
        both.wait()
    busy = False


visitors = [threading.Thread(target=visit, name=name) for name in ("V1", "V2")]
for visitor in visitors:
    visitor.start()
for visitor in visitors:
    visitor.join()
