"""Three consumers, one sentinel: two of them wait for an item for ever, and gather with them."""

import asyncio


async def producer(queue):
    for number in range(5):
        await queue.put(number)
    await queue.put(None)


async def consumer(queue):
    while await queue.get() is not None:
        await asyncio.sleep(0.001)


async def main():
    queue = asyncio.Queue(2)
    await asyncio.gather(producer(queue), *(consumer(queue) for _ in range(3)))


asyncio.run(main())
