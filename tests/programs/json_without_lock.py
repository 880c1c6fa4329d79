import json
import multiprocessing
import os
import sys
import tempfile


def buy(path, both, lock):
    if lock is not None:
        lock.acquire()
    with open(path) as file:
        stock = json.load(file)
    if both is not None:
        both.wait()
    if stock["count"] > 0:
        stock["count"] -= 1
        with open(path, "w") as file:
            json.dump(stock, file)
    if lock is not None:
        lock.release()


if __name__ == "__main__":
    path = os.path.join(tempfile.mkdtemp(), "stock.json")
    with open(path, "w") as file:
        json.dump({"count": 5}, file)
    is_locked = len(sys.argv) > 1
    both = None if is_locked else multiprocessing.Barrier(2)
    lock = multiprocessing.Lock() if is_locked else None
    processes = [multiprocessing.Process(target=buy, args=(path, both, lock), name=f"P{n}") for n in (1, 2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    with open(path) as file:
        print(json.load(file))
