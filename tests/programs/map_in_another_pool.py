"""As map_in_its_own_pool, but the inner map has a pool of its own: nobody waits for himself."""

from multiprocessing.pool import ThreadPool

pool = ThreadPool(2)
second = ThreadPool(2)


def inner(number):
    return number


def outer(number):
    return second.map(inner, range(3))


print(pool.map(outer, range(4), chunksize=1))
for one in (pool, second):
    one.close()
    one.join()
