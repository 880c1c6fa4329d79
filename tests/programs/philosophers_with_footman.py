import threading, time

N = 5
footman = threading.Semaphore(N - 1)
forks = [threading.Semaphore(1) for _ in range(N)]
count = [0] * N


def eat(i):
    for _ in range(5):
        footman.acquire()
        forks[i].acquire()
        time.sleep(0.002)
        forks[(i + 1) % N].acquire()
        count[i] += 1
        forks[i].release()
        forks[(i + 1) % N].release()
        footman.release()


ts = [threading.Thread(target=eat, args=(i,)) for i in range(N)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(count)
