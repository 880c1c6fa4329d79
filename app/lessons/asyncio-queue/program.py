"""One producer, two consumers, a queue with room for two: nothing here runs in parallel, and nobody needs a lock."""

import asyncio


async def produce(queue):
    for number in range(8):
        await queue.put(number)
    for _ in range(2):
        await queue.put(None)


async def consume(name, queue):
    while (item := await queue.get()) is not None:
        await asyncio.sleep(0.02)
        print(f"{name} is done with {item}")


async def main():
    queue = asyncio.Queue(2)
    async with asyncio.TaskGroup() as group:
        group.create_task(produce(queue), name="producer")
        group.create_task(consume("first", queue), name="first")
        group.create_task(consume("second", queue), name="second")


asyncio.run(main())
