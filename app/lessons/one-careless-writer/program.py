"""Two tellers, one lock, and one of them never asks for it: a lock keeps out only those who do."""

import threading
import time

balance = 0
mutex = threading.Lock()


def careful():
    global balance
    for _ in range(10):
        with mutex:
            seen = balance
            time.sleep(0.002)
            balance = seen + 1


def careless():
    global balance
    for _ in range(10):
        seen = balance
        time.sleep(0.002)
        balance = seen + 1


threads = [threading.Thread(target=target, name=target.__name__) for target in (careful, careless)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"20 payments, balance {balance}")
