import threading, time


class Lightswitch:
    def __init__(self):
        self.counter = 0
        self.mutex = threading.Lock()

    def lock(self, sem):
        with self.mutex:
            self.counter += 1
            if self.counter == 1:
                sem.acquire()

    def unlock(self, sem):
        with self.mutex:
            self.counter -= 1
            if self.counter == 0:
                sem.release()


room_empty = threading.Semaphore(1)
switch = Lightswitch()
data = []


def reader(i):
    for _ in range(3):
        switch.lock(room_empty)
        time.sleep(0.004)
        switch.unlock(room_empty)
        time.sleep(0.002)


def writer():
    for _ in range(3):
        with room_empty:
            data.append(1)
            time.sleep(0.003)
        time.sleep(0.001)


ts = [threading.Thread(target=reader, args=(i,), name=f"reader{i}") for i in range(3)] + [
    threading.Thread(target=writer, name="writer")
]
[t.start() for t in ts]
[t.join() for t in ts]
print(len(data))
