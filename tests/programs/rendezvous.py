from threading import Semaphore, Thread
import time

a_arrived = Semaphore(0)
b_arrived = Semaphore(0)


def a():
    print("a1", flush=True)
    a_arrived.release()
    b_arrived.acquire()


def b():
    time.sleep(0.05)
    print("b1", flush=True)
    b_arrived.release()
    a_arrived.acquire()


ts = [Thread(target=f, name=f.__name__) for f in (a, b)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("both")
