"""Three consumers, three sentinels, and a long rest in between: the twin of tasks_no_sentinel.py that ends."""

import asyncio


async def producer(queue):
    for number in range(5):
        await queue.put(number)
    await asyncio.sleep(1.5)
    for _ in range(3):
        await queue.put(None)


async def consumer(queue):
    while await queue.get() is not None:
        await asyncio.sleep(0.001)


async def main():
    queue = asyncio.Queue(2)
    await asyncio.gather(producer(queue), *(consumer(queue) for _ in range(3)))
    print("done")


asyncio.run(main())
