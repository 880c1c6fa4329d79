"""A coroutine function is called and its coroutine dropped."""

import asyncio


async def save(text):
    print(text)


async def main():
    save("never said")
    await asyncio.sleep(0)


asyncio.run(main())
