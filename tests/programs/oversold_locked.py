import threading
import time

left = 3
mutex = threading.RLock()


def sell():
    global left
    while True:
        with mutex:
            if left > 0:
                time.sleep(0.001)
                left -= 1
            else:
                return


threads = [threading.Thread(target=sell, name=f"S{n}") for n in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(left)
