"""The twin of loop_blocked.py and loop_computes.py that does the same elsewhere: sleep in a thread, compute in small parts."""

import asyncio
import time


async def tick():
    for _ in range(3):
        await asyncio.sleep(0.05)


async def polite():
    await asyncio.to_thread(time.sleep, 0.4)


async def crunch():
    for _ in range(50):
        sum(range(10000))
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(tick(), polite(), crunch())
    sum(range(5_000_000))  # nobody else is there to be kept waiting
    time.sleep(0.2)


asyncio.run(main())
