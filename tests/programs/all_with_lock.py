import threading
import time

balance = 0
mutex = threading.Lock()
begun = threading.Barrier(2)


def careful():
    global balance
    begun.wait()
    for _ in range(20):
        with mutex:
            balance += 1
        time.sleep(0.001)


def other():
    global balance
    begun.wait()
    for _ in range(20):
        with mutex:
            balance += 1
        time.sleep(0.001)


threads = [threading.Thread(target=target, name=target.__name__) for target in (careful, other)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(balance)
