"""A crawler of tasks, cancelled when the time is over"""

import asyncio
import random

CRAWLERS = 2
SEED = 1

links = asyncio.Queue()
pages = 0

tasks = {}


async def crawler(index):
    global pages
    dice = random.Random(f"{SEED} crawler-{index}")
    while True:
        try:
            async with asyncio.timeout(5):
                link = await links.get()
        except TimeoutError:
            return
        if dice.random() < 3 / 4:
            await asyncio.sleep(0.001)
        else:
            # a slow page
            await asyncio.sleep(0.01)
        pages += 1
        links.task_done()


async def feeder():
    for n in range(6):
        await links.put("page " + str(n))
    await links.join()


async def main():
    for index in range(CRAWLERS):
        tasks[f"crawler-{index}"] = asyncio.create_task(crawler(index), name=f"crawler-{index}")
    tasks["feeder"] = asyncio.create_task(feeder(), name="feeder")
    await asyncio.wait([tasks["feeder"]])
    for number in range(CRAWLERS):
        tasks[f"crawler-{number}"].cancel()
    await asyncio.wait(tasks.values())
    print(f"final: pages = {pages}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
