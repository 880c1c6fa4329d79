from concurrent.futures import ThreadPoolExecutor

ex = ThreadPoolExecutor(1)


def outer():
    return ex.submit(pow, 2, 3).result()


print(ex.submit(outer).result())
