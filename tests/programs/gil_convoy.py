"""One thread needs the GIL for a moment every millisecond; four others compute, and each time it stands in line behind them."""

import threading
import time

end = time.monotonic() + 30


def tick():
    while time.monotonic() < end:
        time.sleep(0.001)


def compute():
    number = 0
    while number % 1000 or time.monotonic() < end:
        number += 1


threads = [threading.Thread(target=compute, name=f"cook-{number}") for number in range(4)]
threads.append(threading.Thread(target=tick, name="clock"))
for thread in threads:
    thread.start()
