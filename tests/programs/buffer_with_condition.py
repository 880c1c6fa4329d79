from threading import Thread, Condition
import time


class Buffer:
    def __init__(self, size):
        self.items = []
        self.size = size
        self.cond = Condition()

    def put(self, x):
        with self.cond:
            while len(self.items) >= self.size:
                self.cond.wait()
            self.items.append(x)
            self.cond.notify_all()

    def get(self):
        with self.cond:
            self.cond.wait_for(lambda: self.items)
            x = self.items.pop(0)
            self.cond.notify_all()
            return x


b = Buffer(2)
out = []


def prod():
    for i in range(10):
        b.put(i)


def cons():
    for i in range(10):
        out.append(b.get())
        time.sleep(0.005)


ts = [Thread(target=prod), Thread(target=cons)]
[t.start() for t in ts]
[t.join() for t in ts]
print(out)
