"""A producer hands each cake straight to a consumer, which waits in its `yield` until it is sent one."""

import time


def consumer(name):
    packed = 0
    while True:
        cake = yield packed
        if cake is None:
            return packed
        time.sleep(0.02)  # packing
        packed += 1
        print(f"{name} packed {cake}")


def producer(packer, count):
    packed = next(packer)  # up to its first yield
    for number in range(1, count + 1):
        time.sleep(0.01)  # baking
        packed = packer.send(f"cake {number}")
    packer.close()
    yield packed


baker = producer(consumer("Packer"), 6)
print(next(baker), "cakes, one at a time: nobody ever waits for a lock")
