"""Nobody keeps a reference to a task that waits for a future nobody keeps either; another is left when the loop closes."""

import asyncio
import gc


async def wait_for_nothing():
    await asyncio.get_running_loop().create_future()


async def main():
    asyncio.create_task(wait_for_nothing(), name="lost")
    await asyncio.sleep(0)
    gc.collect()


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
left = loop.create_task(asyncio.sleep(10), name="left")
loop.run_until_complete(asyncio.sleep(0))
loop.close()
