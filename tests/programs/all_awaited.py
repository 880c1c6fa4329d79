"""The twin of never_awaited.py: awaited, made a task of, gathered, and closed on purpose."""

import asyncio


async def save(text):
    print(text)


async def main():
    await save("awaited")
    await asyncio.create_task(save("task"))
    await asyncio.gather(save("gathered"))
    spare = save("not said")
    spare.close()


asyncio.run(main())
