"""The same two waits: one after the other, then as two tasks. The loop runs one task at a time; it switches at an await."""

import asyncio
import time


async def fetch(name, seconds):
    print(f"{name} asks")
    await asyncio.sleep(seconds)
    print(f"{name} has its answer")


async def main():
    begin = time.monotonic()
    await fetch("first", 0.1)
    await fetch("second", 0.1)
    print(f"one after the other: {time.monotonic() - begin:.2f} s")

    begin = time.monotonic()
    await asyncio.gather(fetch("third", 0.1), fetch("fourth", 0.1))
    print(f"as two tasks: {time.monotonic() - begin:.2f} s")


asyncio.run(main())
