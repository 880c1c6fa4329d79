"""The twin of exception_never_retrieved.py: every exception reaches somebody."""

import asyncio


async def fail():
    raise ValueError("heard")


async def main():
    try:
        await asyncio.create_task(fail())
    except ValueError as error:
        print(error)
    print(await asyncio.gather(fail(), fail(), return_exceptions=True))
    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    print(task.exception())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
    except* ValueError as errors:
        print(len(errors.exceptions))


asyncio.run(main())
