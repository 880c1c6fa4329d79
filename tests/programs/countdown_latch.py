"""A latch by a condition: the main thread waits until three workers have counted down, each of which notifies."""

import threading
import time


class Latch:
    def __init__(self, count):
        self.count = count
        self.zero = threading.Condition()

    def count_down(self):
        with self.zero:
            self.count -= 1
            self.zero.notify_all()

    def wait(self):
        with self.zero:
            self.zero.wait_for(lambda: self.count == 0)


latch = Latch(3)


def work(n):
    time.sleep(n * 0.05)
    latch.count_down()


for n in range(3):
    threading.Thread(target=work, args=(n,)).start()
time.sleep(0.02)
latch.wait()
print("open", latch.count)
