"""Three downloads in one group; the second fails, so the group cancels the others. One of them clears up first."""

import asyncio


async def download(name, seconds):
    try:
        await asyncio.sleep(seconds)
        print(f"{name} is there")
    except asyncio.CancelledError:
        print(f"{name} clears up")
        await asyncio.sleep(0.02)
        raise


async def fail():
    await asyncio.sleep(0.05)
    raise ConnectionError("no such host")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(download("left", 0.2), name="left")
            group.create_task(fail(), name="fails")
            group.create_task(download("right", 0.3), name="right")
    except* ConnectionError as errors:
        print("failed:", errors.exceptions[0])


asyncio.run(main())
