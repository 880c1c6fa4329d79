"""The same office without the mutex: every seller looks, pauses, and writes back what it saw."""

import threading
import time

TICKETS = 10
left = TICKETS
sold = []


def sell():
    global left
    me = threading.current_thread().name
    while left > 0:
        seen = left
        time.sleep(0.01)  # meanwhile the others look at the same number
        left = seen - 1
        sold.append(me)
        print(f"{me} sold a ticket, {left} left")


sellers = [threading.Thread(target=sell, name=f"Seller-{n}") for n in (1, 2, 3)]
for seller in sellers:
    seller.start()
for seller in sellers:
    seller.join()
print(f"{len(sold)} tickets sold of {TICKETS}")
