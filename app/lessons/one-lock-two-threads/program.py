"""Two threads share one lock: while one holds it, the other is blocked."""

import threading
import time

door = threading.Lock()


def visit(guest, rounds):
    for number in range(1, rounds + 1):
        with door:
            print(f"{guest} is inside, visit {number}")
            time.sleep(0.04)
        time.sleep(0.01)


guests = [threading.Thread(target=visit, args=(name, 4), name=name) for name in ("Ann", "Ben")]
for guest in guests:
    guest.start()
for guest in guests:
    guest.join()
print("both have left")
