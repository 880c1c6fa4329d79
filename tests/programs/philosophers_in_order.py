import threading, time

N = 5
forks = [threading.Lock() for _ in range(N)]
count = [0] * N


def eat(i):
    a, b = sorted((i, (i + 1) % N))
    for _ in range(5):
        with forks[a]:
            time.sleep(0.002)
            with forks[b]:
                count[i] += 1


ts = [threading.Thread(target=eat, args=(i,), name=f"P{i}") for i in range(N)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(count)
