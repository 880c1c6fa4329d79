"""Eight cars, a car park with three places: a semaphore counts the places."""

import threading
import time

places = threading.Semaphore(3)


def park(car, seconds):
    with places:
        print(f"{car} is parked")
        time.sleep(seconds)


cars = [threading.Thread(target=park, args=(f"Car-{n}", 0.03 + 0.01 * (n % 3)), name=f"Car-{n}") for n in range(1, 9)]
for car in cars:
    car.start()
for car in cars:
    car.join()
