"""Dining philosophers

Each philosopher takes the fork with the lower number first, so no ring can close.
"""

import random
import threading
import time

PHILOSOPHERS = 5  # and as many forks
MEALS = 2
SEED = 1

fork = [threading.Lock() for _ in range(PHILOSOPHERS)]


def eat(me, dice, first, second):
    """Eat with a fork in each hand."""
    with fork[first], fork[second]:
        print(f"mark: {me} eats", flush=True)
        time.sleep(dice.uniform(0.001, 0.005))


def philosopher(index):
    me = f"philosopher-{index}"
    dice = random.Random(f"{SEED} {me}")
    left = index
    right = (index + 1) % PHILOSOPHERS
    for _ in range(MEALS):
        # think
        time.sleep(0.001)
        if left < right:
            eat(me, dice, left, right)
        else:
            eat(me, dice, right, left)


def main():
    workers = [
        threading.Thread(target=philosopher, args=(index,), name=f"philosopher-{index}")
        for index in range(PHILOSOPHERS)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main()
