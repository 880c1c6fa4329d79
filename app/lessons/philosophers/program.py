"""Five philosophers, five chopsticks, and a footman who lets only four of them sit down."""

import threading
import time

chopsticks = [threading.Lock() for _ in range(5)]
footman = threading.Semaphore(4)


def dine(seat, meals):
    left, right = chopsticks[seat], chopsticks[(seat + 1) % 5]
    for _ in range(meals):
        time.sleep(0.005 * (seat + 1))  # think
        with footman, left, right:
            time.sleep(0.02)  # eat
    print(f"Philosopher-{seat} is full")


table = [threading.Thread(target=dine, args=(seat, 3), name=f"Philosopher-{seat}") for seat in range(5)]
for philosopher in table:
    philosopher.start()
for philosopher in table:
    philosopher.join()
