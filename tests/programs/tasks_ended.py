"""The twin of task_destroyed.py: what is not needed any more is cancelled and awaited; asyncio.run does it with what is left."""

import asyncio
import gc


async def wait_for_nothing():
    await asyncio.get_running_loop().create_future()


async def main():
    kept = asyncio.create_task(wait_for_nothing(), name="kept")
    asyncio.create_task(asyncio.sleep(10), name="left")  # the loop's timer keeps it
    await asyncio.sleep(0)
    gc.collect()
    kept.cancel()
    await asyncio.wait([kept])
    print(kept.cancelled())


asyncio.run(main())
