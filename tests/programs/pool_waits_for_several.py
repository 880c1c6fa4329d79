from concurrent.futures import ThreadPoolExecutor, as_completed

ex = ThreadPoolExecutor(1)


def outer():
    parts = [ex.submit(pow, 2, n) for n in range(2)]
    return sum(part.result() for part in as_completed(parts))


print(ex.submit(outer).result())
