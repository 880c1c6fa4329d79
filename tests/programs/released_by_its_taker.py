"""The twin of released_by_another_thread: whoever takes the lock releases it."""

import threading, time

l = threading.Lock()


def rel():
    with l:
        time.sleep(0.05)


t = threading.Thread(target=rel)
t.start()
l.acquire()
l.release()
t.join()
print("handed over")
