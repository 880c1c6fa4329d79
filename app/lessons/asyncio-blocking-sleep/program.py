"""Five tasks sleep with time.sleep, and a sixth wants to tick all the while. Try `await asyncio.sleep(0.1)` in its place."""

import asyncio
import time


async def tick():
    for number in range(6):
        print(f"tick {number}")
        await asyncio.sleep(0.05)


async def rude():
    await asyncio.sleep(0.01)
    time.sleep(0.1)


async def main():
    begin = time.monotonic()
    await asyncio.gather(tick(), *(rude() for _ in range(5)))
    print(f"all done after {time.monotonic() - begin:.2f} s")


asyncio.run(main())
