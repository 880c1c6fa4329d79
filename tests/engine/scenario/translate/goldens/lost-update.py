"""A lost update"""

import threading
import time

counter = 0


def left():
    global counter
    seen = counter
    # the other one reads now
    time.sleep(0.1)
    counter = seen + 1


def right():
    global counter
    old = counter
    time.sleep(0.1)
    counter = old + 1


def main():
    workers = [
        threading.Thread(target=left, name="left"),
        threading.Thread(target=right, name="right"),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(f"final: counter = {counter}", flush=True)


if __name__ == "__main__":
    main()
