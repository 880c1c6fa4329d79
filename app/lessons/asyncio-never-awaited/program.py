"""Calling a coroutine function runs none of it: it only makes a coroutine. One of these two calls is never awaited."""

import asyncio


async def save(text):
    await asyncio.sleep(0.01)
    print(f"saved: {text}")


async def main():
    save("the first page")
    await save("the second page")


asyncio.run(main())
