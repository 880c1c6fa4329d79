import sys
import threading


class Account:
    def __init__(self):
        self.set(100)
        self.lock = threading.Lock()

    def get(self):
        return self._balance

    def set(self, balance):
        self._balance = balance

    def deposit(self, amount):
        seen = self.get()
        if both is not None:
            both.wait()  # both have looked
        self.set(seen + amount)

    def deposit_in_turn(self, amount):
        with self.lock:
            seen = self.get()
            self.set(seen + amount)


both = None if len(sys.argv) > 1 else threading.Barrier(2)
account = Account()
deposit = account.deposit if both is not None else account.deposit_in_turn
threads = [threading.Thread(target=deposit, args=(10,), name=f"S{n}") for n in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(account.get())
