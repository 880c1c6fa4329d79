"""A task raises, and nobody ever asks for its result."""

import asyncio


async def fail():
    raise ValueError("nobody hears me")


async def main():
    asyncio.create_task(fail(), name="unheard")
    await asyncio.sleep(0.01)


asyncio.run(main())
