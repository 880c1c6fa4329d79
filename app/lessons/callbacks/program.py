"""A callback runs when a job is done. But in which thread?"""

import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def square(number):
    time.sleep(0.05)
    return number * number


def tell(future):
    print(f"{future.result()} is told in {threading.current_thread().name}")


if __name__ == "__main__":
    with ThreadPoolExecutor(max_workers=2) as threads:
        for number in range(3):
            threads.submit(square, number).add_done_callback(tell)
    with ProcessPoolExecutor(max_workers=2) as processes:
        for number in range(3):
            done = processes.submit(square, number)
            done.add_done_callback(tell)
    done.add_done_callback(tell)  # it has its result already
