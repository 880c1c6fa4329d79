"""Three sellers, ten tickets, one mutex: nobody sells the same ticket twice."""

import sys
import threading
import time

TICKETS, SELLERS = map(int, sys.argv[1:] or (10, 3))
mutex = threading.Lock()
left = TICKETS


def sell():
    global left
    me = threading.current_thread().name
    while True:
        with mutex:
            if left == 0:
                return
            seen = left
            time.sleep(0.01)  # print the ticket, take the money
            left = seen - 1
            print(f"{me} sold ticket {TICKETS - left}, {left} left")


sellers = [threading.Thread(target=sell, name=f"Seller-{n}") for n in range(1, SELLERS + 1)]
for seller in sellers:
    seller.start()
for seller in sellers:
    seller.join()
print(f"closed with {left} tickets left")
