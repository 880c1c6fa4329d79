"""Ways to share that are right, each of which an overeager checker would call a race."""

import multiprocessing
import queue
import threading
import time

config = {"size": 3}  # made before the threads begin, read by all
total = 0  # written by main, before they begin and after they have ended
latest = None  # written by one, read by others
is_stopping = False  # a flag: main writes, the others read
resource = None  # made by whoever comes first, tested twice
counter = 0  # += 1 loses nothing by itself
turn = 0  # handed on through queues
seats = 4  # under a semaphore of one
slots = [0, 0, 0, 0]  # one for each thread
by_name = {}  # one key for each thread
seen = []  # appended to, which is one step
own = threading.local()
lock = threading.Lock()
once = threading.Lock()
mutex = threading.Semaphore(1)
boxes = [queue.Queue() for _ in range(2)]
monitor = threading.Condition()
waiting = []


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()

    def move(self, amount):
        with self.lock:
            before = self.balance
            time.sleep(0.0005)
            self.balance = before + amount


def get_resource():
    global resource
    if resource is None:
        with once:
            if resource is None:
                time.sleep(0.001)
                resource = object()
    return resource


def work(number, account):
    global counter, latest, seats
    own.value = 0
    get_resource()
    for step in range(config["size"]):
        own.value += 1
        counter += 1
        slots[number] += 1
        by_name[number] = by_name.get(number, 0) + 1
        seen.append(number)
        account.move(1)
        with mutex:
            if seats > 0:
                time.sleep(0.0005)
                seats -= 1
        with monitor:
            waiting.append(step)
            monitor.notify()
    if number == 0:
        latest = step
    while not is_stopping:
        time.sleep(0.001)


def play(number):
    global turn
    for _ in range(5):
        boxes[number].get()
        held = turn
        time.sleep(0.0005)
        turn = held + 1
        boxes[1 - number].put("your turn")


def count(value):
    for _ in range(5):
        with value.get_lock():
            before = value.value
            time.sleep(0.0005)
            value.value = before + 1


def main():
    global total, is_stopping
    account = Account(100)
    total = 1
    threads = [threading.Thread(target=work, args=(n, account)) for n in range(4)]
    players = [threading.Thread(target=play, args=(n,)) for n in range(2)]
    for thread in threads + players:
        thread.start()
    boxes[0].put("your turn")
    with monitor:
        monitor.wait_for(lambda: len(waiting) >= 12)
    is_stopping = True
    for thread in threads + players:
        thread.join()
    total += sum(slots)
    value = multiprocessing.Value("i", 0)
    processes = [multiprocessing.Process(target=count, args=(value,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(total, turn, seats, account.balance, value.value, counter, sorted(by_name.values()))


if __name__ == "__main__":
    main()
