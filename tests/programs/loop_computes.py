"""A task computes for long without an await while another's turn has come."""

import asyncio
import time


async def tick():
    for _ in range(3):
        await asyncio.sleep(0.05)


async def crunch():
    await asyncio.sleep(0.01)
    end = time.thread_time() + 0.4
    while time.thread_time() < end:
        sum(range(1000))
    await asyncio.sleep(0.01)


async def main():
    await asyncio.gather(tick(), crunch())


asyncio.run(main())
