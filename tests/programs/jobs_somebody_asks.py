"""The twin of jobs_nobody_asks.py: each exception reaches somebody, in one of the ways there are."""

import asyncio
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from multiprocessing import get_context


def boil(litres):
    raise ValueError("dry")


def fry(eggs):
    return 12 / eggs


def look(future):
    print(future.exception())


async def order(kitchen):
    try:
        await asyncio.get_running_loop().run_in_executor(kitchen, boil, 0)
    except ValueError as error:
        print(error)


if __name__ == "__main__":
    with ThreadPoolExecutor(2) as kitchen:
        kitchen.submit(boil, 1).add_done_callback(look)
        for future in as_completed([kitchen.submit(boil, number) for number in range(3)]):
            print(future.exception())
        done, _ = wait([kitchen.submit(boil, 4)])
        try:
            done.pop().result()
        except ValueError as error:
            print(error)
        try:
            print(list(kitchen.map(boil, range(3))))
        except ValueError as error:
            print(error)
        asyncio.run(order(kitchen))
    with get_context("fork").Pool(1) as pool:
        pool.apply_async(fry, (0,), error_callback=print)
        result = pool.map_async(fry, [0, 1])
        try:
            result.get()
        except ZeroDivisionError as error:
            print(error)
        pool.close()
        pool.join()
    print("all asked")
