"""Readers and writers, with a light switch

The first reader in takes the room for all readers, the last one out gives it back.
"""

import threading
import time

room_empty = threading.Semaphore(1)
mutex = threading.Lock()  # protects readers
readers = 0  # in the room


def reader():
    global readers
    for _ in range(2):
        # the first one switches the light on
        with mutex:
            readers += 1
            if readers == 1:
                room_empty.acquire()
        print("enter: reading", flush=True)
        time.sleep(0.002)
        print("leave: reading", flush=True)
        # the last one switches it off
        with mutex:
            readers -= 1
            if readers == 0:
                room_empty.release()


def writer():
    with room_empty:
        print("enter: writing", flush=True)
        time.sleep(0.002)
        print("leave: writing", flush=True)


def main():
    arrivals = [(0, threading.Thread(target=reader, name=f"reader-{index}")) for index in range(3)]
    arrivals += [
        (0.001, threading.Thread(target=writer, name=f"writer-{index}")) for index in range(2)
    ]
    arrivals.sort(key=lambda arrival: arrival[0])
    workers = [worker for _, worker in arrivals]
    begin = time.monotonic()
    for delay, worker in arrivals:
        time.sleep(max(0, begin + delay - time.monotonic()))
        worker.start()
    for worker in workers:
        worker.join()
    print(f"final: readers = {readers}", flush=True)


if __name__ == "__main__":
    main()
