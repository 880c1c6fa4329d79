import threading

left = 1
both = threading.Barrier(2)


def sell():
    global left
    if left > 0:
        both.wait()  # both have passed the test
        left -= 1


threads = [threading.Thread(target=sell, name=f"S{n}") for n in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(left)
