"""Sleeping barber

A barber, a waiting room with few chairs, and customers who go away when all are taken.
"""

import threading
import time

CHAIRS = 2
CUSTOMERS = 6

waiting = 0  # customers in the shop
mutex = threading.Lock()
customer_came = threading.Semaphore(0)
barber_ready = threading.Semaphore(0)


def barber():
    while True:
        customer_came.acquire()
        barber_ready.release()
        # cut hair
        time.sleep(0.004)


def customer():
    global waiting
    with mutex:
        if waiting >= CHAIRS:
            print("mark: turned away", flush=True)
            return
        waiting += 1
    customer_came.release()
    barber_ready.acquire()
    print("mark: haircut", flush=True)
    with mutex:
        waiting -= 1


def main():
    arrivals = [(0, threading.Thread(target=barber, name="barber", daemon=True))]
    arrivals += [
        (index * 0.002, threading.Thread(target=customer, name=f"customer-{index}"))
        for index in range(CUSTOMERS)
    ]
    arrivals.sort(key=lambda arrival: arrival[0])
    workers = [worker for _, worker in arrivals]
    begin = time.monotonic()
    for delay, worker in arrivals:
        time.sleep(max(0, begin + delay - time.monotonic()))
        worker.start()
    for worker in workers:
        if not worker.daemon:
            worker.join()
    print(f"final: waiting = {waiting}", flush=True)


if __name__ == "__main__":
    main()
