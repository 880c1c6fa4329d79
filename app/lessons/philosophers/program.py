"""Five philosophers, five chopsticks, and a footman who lets only four of them sit down."""

import sys
import threading
import time

SEATS, MEALS = map(int, sys.argv[1:] or (5, 3))
chopsticks = [threading.Lock() for _ in range(SEATS)]
footman = threading.Semaphore(SEATS - 1)


def dine(seat, meals):
    left, right = chopsticks[seat], chopsticks[(seat + 1) % SEATS]
    for _ in range(meals):
        time.sleep(0.005 * (seat + 1))  # think
        with footman, left, right:
            time.sleep(0.02)  # eat
    print(f"Philosopher-{seat} is full")


table = [threading.Thread(target=dine, args=(seat, MEALS), name=f"Philosopher-{seat}") for seat in range(SEATS)]
for philosopher in table:
    philosopher.start()
for philosopher in table:
    philosopher.join()
