"""Two tasks take two asyncio locks in opposite order: neither will ever move."""

import asyncio


async def transfer(first, second, here, there):
    async with first:
        here.set()
        await there.wait()
        async with second:
            print("never")


async def main():
    left, right = asyncio.Lock(), asyncio.Lock()
    one, other = asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(transfer(left, right, one, other), name="to-the-right")
        group.create_task(transfer(right, left, other, one), name="to-the-left")


asyncio.run(main())
