import threading, time


def s(n):
    time.sleep(n)


ts = [threading.Thread(target=s, args=(n / 10,), name=f"S{n}") for n in (1, 2, 3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
