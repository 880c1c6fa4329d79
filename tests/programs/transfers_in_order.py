"""Transfers between accounts, the locks always taken in the order of the accounts' numbers."""

import threading
import time


class Account:
    def __init__(self, number):
        self.number, self.balance, self.lock = number, 100, threading.Lock()


accounts = [Account(n) for n in range(3)]


def transfer(source, target, amount):
    first, second = sorted((source, target), key=lambda account: account.number)
    with first.lock, second.lock:
        source.balance -= amount
        time.sleep(0.002)
        target.balance += amount


def work(source, target):
    for _ in range(10):
        transfer(source, target, 1)


pairs = [(0, 1), (1, 0), (1, 2), (2, 0)]
threads = [threading.Thread(target=work, args=(accounts[a], accounts[b])) for a, b in pairs]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sum(account.balance for account in accounts))
