"""The same office without the mutex: every seller looks, pauses, and writes back what it saw."""

import sys
import threading
import time

tickets, sellers, pause = sys.argv[1:] or ("10", "3", "0.01")
TICKETS, SELLERS, PAUSE = int(tickets), int(sellers), float(pause)
left = TICKETS
sold = []


def sell():
    global left
    me = threading.current_thread().name
    while left > 0:
        seen = left
        time.sleep(PAUSE)  # meanwhile the others look at the same number
        left = seen - 1
        sold.append(me)
        print(f"{me} sold a ticket, {left} left")


sellers = [threading.Thread(target=sell, name=f"Seller-{n}") for n in range(1, SELLERS + 1)]
for seller in sellers:
    seller.start()
for seller in sellers:
    seller.join()
print(f"{len(sold)} tickets sold of {TICKETS}")
