import threading

stock = 10
both = threading.Barrier(2)


def sell():
    global stock
    seen = stock
    both.wait()  # both have looked
    stock = seen - 1


threads = [threading.Thread(target=sell, name=f"S{n}") for n in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock)
