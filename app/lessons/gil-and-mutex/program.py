"""Only one thread runs at a time, for the GIL sees to that. And yet both work with the same old number."""

import threading

balance = 100


def interest(amount):
    total = 0
    for n in range(200_000):  # long enough for the GIL to go to the other
        total += n % 3
    return amount + 10


def credit():
    global balance
    for _ in range(3):
        balance = interest(balance)


threads = [threading.Thread(target=credit, name=name) for name in ("Anna", "Ben")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"100 and six times 10 makes 160; here it is {balance}")
