"""Every worker of a ThreadPool waits for a map that the same pool would have to do."""

from multiprocessing.pool import ThreadPool

pool = ThreadPool(2)


def inner(number):
    return number


def outer(number):
    return pool.map(inner, range(3))


print(pool.map(outer, range(4), chunksize=1))
