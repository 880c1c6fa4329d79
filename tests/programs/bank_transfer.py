import threading, time


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.RLock()


a = Account(100)
b = Account(100)


def transfer(x, y, n):
    with x.lock:
        time.sleep(0.09)
        with y.lock:
            x.balance -= n
            y.balance += n


t1 = threading.Thread(target=transfer, args=(a, b, 10), name="a-to-b")
t2 = threading.Thread(target=transfer, args=(b, a, 20), name="b-to-a")
t1.start()
t2.start()
t1.join()
t2.join()
print(a.balance, b.balance)
