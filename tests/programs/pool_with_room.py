"""As pool_waits_for_itself, with a worker to spare: the inner job has somebody to begin it."""

from concurrent.futures import ThreadPoolExecutor

ex = ThreadPoolExecutor(2)


def outer():
    return ex.submit(pow, 2, 3).result()


print(ex.submit(outer).result())
ex.shutdown()
