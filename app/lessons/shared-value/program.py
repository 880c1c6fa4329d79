"""A number that processes really share. Each access is under its own lock, and yet two of them get in between."""

import multiprocessing
import time


def add(value):
    for _ in range(3):
        seen = value.value
        time.sleep(0.01)
        value.value = seen + 1


def add_safely(value):
    for _ in range(3):
        with value.get_lock():
            seen = value.value
            time.sleep(0.01)
            value.value = seen + 1


if __name__ == "__main__":
    for target in (add, add_safely):
        counter = multiprocessing.Value("i", 0)
        processes = [multiprocessing.Process(target=target, args=(counter,), name=f"{target.__name__}-{n}") for n in (1, 2)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        print(f"{target.__name__}: 6 additions, {counter.value} counted")
