"""The cashier keeps the till locked while the card terminal thinks. The others only want to look into it."""

import threading
import time

till = threading.Lock()
money = 100


def sell():
    global money
    with till:
        print("the card is being checked")
        time.sleep(0.3)  # what does this have to do with the till?
        money += 20
    print("sold")


def look():
    time.sleep(0.05)
    asked = time.monotonic()
    with till:
        seen = money
    waited = time.monotonic() - asked
    print(f"{threading.current_thread().name} saw {seen} after {waited * 1000:.0f} ms")


threads = [threading.Thread(target=sell, name="Cashier")]
threads += [threading.Thread(target=look, name=name) for name in ("Boss", "Auditor")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
