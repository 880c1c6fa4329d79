import threading, time

chairs = 2
waiting = 0
mutex = threading.Lock()
customer_ready = threading.Semaphore(0)
barber_ready = threading.Semaphore(0)
done = []
turned = []


def barber():
    while True:
        customer_ready.acquire()
        barber_ready.release()
        time.sleep(0.02)


def customer(i):
    global waiting
    with mutex:
        if waiting == chairs:
            turned.append(i)
            return
        waiting += 1
    customer_ready.release()
    barber_ready.acquire()
    with mutex:
        waiting -= 1
    done.append(i)


threading.Thread(target=barber, daemon=True, name="barber").start()
cs = [threading.Thread(target=customer, args=(i,)) for i in range(6)]
for c in cs:
    c.start()
    time.sleep(0.005)
for c in cs:
    c.join()
print(len(done) + len(turned))
