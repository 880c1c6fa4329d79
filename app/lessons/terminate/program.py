"""A process is asked to end, another is killed, a third ends by itself with an exit code."""

import multiprocessing
import sys
import time


def tick():
    while True:
        time.sleep(0.02)


def give_up():
    time.sleep(0.05)
    sys.exit(3)


if __name__ == "__main__":
    polite, stubborn = (multiprocessing.Process(target=tick, name=name) for name in ("Polite", "Stubborn"))
    quitter = multiprocessing.Process(target=give_up, name="Quitter")
    everybody = [polite, stubborn, quitter]
    for process in everybody:
        process.start()
    time.sleep(0.2)
    polite.terminate()
    print("right after terminate: alive =", polite.is_alive())
    stubborn.kill()
    for process in everybody:
        process.join()
        print(f"{process.name} ended with exit code {process.exitcode}")
