"""Building H2O

Two hydrogen threads and an oxygen thread bond at a barrier, and the next molecule waits until
all three are through.
"""

import threading

MOLECULES = 2

mutex = threading.Semaphore(1)
oxygen_count = 0
hydrogen_count = 0
bond = threading.Barrier(3)
oxygen_queue = threading.Semaphore(0)
hydrogen_queue = threading.Semaphore(0)


def oxygen():
    global hydrogen_count, oxygen_count
    mutex.acquire()
    oxygen_count += 1
    if hydrogen_count >= 2:
        hydrogen_queue.release(2)
        hydrogen_count -= 2
        oxygen_queue.release()
        oxygen_count -= 1
    else:
        mutex.release()
    oxygen_queue.acquire()
    print("mark: O", flush=True)
    bond.wait()
    mutex.release()


def hydrogen():
    global hydrogen_count, oxygen_count
    mutex.acquire()
    hydrogen_count += 1
    if hydrogen_count >= 2 and oxygen_count >= 1:
        hydrogen_queue.release(2)
        hydrogen_count -= 2
        oxygen_queue.release()
        oxygen_count -= 1
    else:
        mutex.release()
    hydrogen_queue.acquire()
    print("mark: H", flush=True)
    bond.wait()


def main():
    workers = [
        threading.Thread(target=oxygen, name=f"oxygen-{index}") for index in range(MOLECULES)
    ]
    workers += [
        threading.Thread(target=hydrogen, name=f"hydrogen-{index}")
        for index in range(2 * MOLECULES)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main()
