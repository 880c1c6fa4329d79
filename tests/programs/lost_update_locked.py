import threading
import time

stock = 10
mutex = threading.Lock()


def sell():
    global stock
    for _ in range(5):
        with mutex:
            seen = stock
            time.sleep(0.001)
            stock = seen - 1


threads = [threading.Thread(target=sell, name=f"S{n}") for n in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock)
