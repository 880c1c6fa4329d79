"""Measure what the probe costs asyncio programs, as ratios per await: `python tests/bench/bench_tasks.py [PYTHON ...]`.

Rounds and ratios are those of bench_probe.py: CPU time of the same loop with the probe over that without, the median of the rounds. The
target is that of issue 3: a program of a hundred thousand `await asyncio.sleep(0)` takes at most three times as long.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bench_probe import ratio

SLEEP = """
import asyncio
async def main():
    for _ in range(100000):
        await asyncio.sleep(0)
def work():
    asyncio.run(main())
"""
DEEP = """
import asyncio
async def down(depth):
    if depth:
        return await down(depth - 1)
    await asyncio.sleep(0)
async def main():
    for _ in range(20000):
        await down(5)
def work():
    asyncio.run(main())
"""
QUEUE = """
import asyncio
async def produce(items):
    for number in range(20000):
        await items.put(number)
async def consume(items):
    for _ in range(20000):
        await items.get()
async def main():
    items = asyncio.Queue(1)
    await asyncio.gather(produce(items), consume(items))
def work():
    asyncio.run(main())
"""
LOCK = """
import asyncio
async def hold(mutex):
    for _ in range(10000):
        async with mutex:
            await asyncio.sleep(0)
async def main():
    mutex = asyncio.Lock()
    await asyncio.gather(hold(mutex), hold(mutex))
def work():
    asyncio.run(main())
"""
TASKS = """
import asyncio
async def nothing():
    pass
async def main():
    for _ in range(200):
        await asyncio.gather(*(nothing() for _ in range(100)))
def work():
    asyncio.run(main())
"""
CASES = {
    "100,000 await sleep(0) (target 3)": SLEEP,
    "await through five coroutines": DEEP,
    "asyncio.Queue(1) put;get, two tasks": QUEUE,
    "asyncio.Lock contended by two tasks": LOCK,
    "create a task, gather": TASKS,
}


def main(pythons: list[str]) -> None:
    """Print the table for each interpreter."""
    for python in pythons or [sys.executable]:
        print(python)
        shared = "/dev/shm" if Path("/dev/shm").is_dir() else None
        with tempfile.TemporaryDirectory(dir=shared) as folder:
            for name, body in CASES.items():
                times, plain, traced = ratio(python, body, 1, Path(folder))
                print(f"  {name:42} {times:6.2f}x   {plain * 1000:8.2f} ms -> {traced * 1000:8.2f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
