"""Jobs of pools raise, and nobody ever asks for their results."""

from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context


def boil(litres):
    if litres % 2:
        raise ValueError("dry")
    return litres


def fry(eggs):
    return 12 / eggs


if __name__ == "__main__":
    with ThreadPoolExecutor(1) as kitchen:
        kitchen.submit(boil, 1)
        kitchen.submit(boil, 2)
        kitchen.map(boil, [3, 4])
    with get_context("fork").Pool(1) as pool:
        pool.apply_async(fry, (0,))
        pool.close()
        pool.join()
