"""A task sleeps with time.sleep while another's turn has come: the loop stands still."""

import asyncio
import time


async def tick():
    for _ in range(3):
        await asyncio.sleep(0.05)


async def rude():
    await asyncio.sleep(0.01)
    time.sleep(0.4)


async def main():
    await asyncio.gather(tick(), rude())


asyncio.run(main())
