"""Eight cars, a car park with three places: a semaphore counts the places."""

import sys
import threading
import time

PLACES, CARS = map(int, sys.argv[1:] or (3, 8))
places = threading.Semaphore(PLACES)


def park(car, seconds):
    with places:
        print(f"{car} is parked")
        time.sleep(seconds)


cars = [threading.Thread(target=park, args=(f"Car-{n}", 0.03 + 0.01 * (n % 3)), name=f"Car-{n}") for n in range(1, CARS + 1)]
for car in cars:
    car.start()
for car in cars:
    car.join()
