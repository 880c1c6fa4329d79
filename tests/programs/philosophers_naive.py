import threading, time

N = 5
forks = [threading.Lock() for _ in range(N)]


def eat(i):
    left, right = forks[i], forks[(i + 1) % N]
    with left:
        time.sleep(0.09)
        with right:
            print("eats", i)


ts = [threading.Thread(target=eat, args=(i,), name=f"P{i}") for i in range(N)]
for t in ts:
    t.start()
for t in ts:
    t.join()
