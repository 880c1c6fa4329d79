import threading, time

permits = threading.BoundedSemaphore(3)
inside = 0
most = 0
m = threading.Lock()


def w():
    global inside, most
    with permits:
        with m:
            inside += 1
            most = max(most, inside)
        time.sleep(0.03)
        with m:
            inside -= 1


ts = [threading.Thread(target=w) for _ in range(8)]
[t.start() for t in ts]
[t.join() for t in ts]
print(most)
try:
    permits.release()
except ValueError as e:
    print(e)
