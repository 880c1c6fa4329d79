"""A worker releases its permit on two ways out: then there are more permits than at first."""

import threading

permits = threading.Semaphore(2)


def work():
    permits.acquire()
    try:
        permits.release()
    finally:
        permits.release()


threads = [threading.Thread(target=work, name=f"W{n}") for n in range(3)]
for thread in threads:
    thread.start()
    thread.join()
print("permits", permits._value)
