"""Two tasks take two asyncio locks in the same order, many times: the twin of tasks_lock_ring.py that ends."""

import asyncio


async def transfer(first, second):
    for _ in range(50):
        async with first:
            await asyncio.sleep(0)
            async with second:
                await asyncio.sleep(0.001)


async def main():
    left, right = asyncio.Lock(), asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(transfer(left, right), name="one")
        group.create_task(transfer(left, right), name="other")
    print("done")


asyncio.run(main())
