"""Two processes, no shared memory: all that crosses the wall goes through a pipe or a queue."""

import multiprocessing
import time


def square(pipe, log):
    while (number := pipe.recv()) is not None:
        time.sleep(0.02)
        log.put(f"squared {number}")
        pipe.send(number * number)


if __name__ == "__main__":
    ours, theirs = multiprocessing.Pipe()
    log = multiprocessing.Queue()
    helper = multiprocessing.Process(target=square, args=(theirs, log), name="Squarer")
    helper.start()
    for number in range(1, 6):
        ours.send(number)
        print(f"{number} squared is {ours.recv()}")
    ours.send(None)
    for _ in range(5):
        print("log:", log.get())
    helper.join()
