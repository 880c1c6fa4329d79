"""Three calls that block, each in a thread of the loop's pool, while the loop goes on ticking."""

import asyncio
import time


def read_slowly(name):
    time.sleep(0.1)
    return f"{name} read"


async def tick():
    for number in range(4):
        print(f"tick {number}")
        await asyncio.sleep(0.03)


async def main():
    calls = [asyncio.to_thread(read_slowly, name) for name in ("one", "two", "three")]
    for answer in (await asyncio.gather(tick(), *calls))[1:]:
        print(answer)


asyncio.run(main())
