import threading, time

l = threading.Lock()


def rel():
    time.sleep(1.5)
    l.release()


l.acquire()
threading.Thread(target=rel).start()
l.acquire()
print("handed over")
