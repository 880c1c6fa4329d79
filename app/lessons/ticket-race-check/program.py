"""Every seller asks whether there is a ticket left, takes a moment, and takes one: more are sold than there were."""

import threading
import time

TICKETS = 10
left = TICKETS
sold = []


def sell():
    global left
    me = threading.current_thread().name
    while True:
        if left > 0:
            time.sleep(0.01)  # meanwhile the others ask too
            left -= 1
            sold.append(me)
        else:
            return


sellers = [threading.Thread(target=sell, name=f"Seller-{n}") for n in (1, 2, 3, 4)]
for seller in sellers:
    seller.start()
for seller in sellers:
    seller.join()
print(f"{len(sold)} tickets sold of {TICKETS}, {left} left")
