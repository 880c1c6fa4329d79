"""The twin of tasks_lose_updates.py: a lock from the read to the write, or no await in between."""

import asyncio

balance, left, total = 100, 1, 0


async def deposit(amount, lock):
    global balance
    async with lock:
        seen = balance
        await asyncio.sleep(0)
        balance = seen + amount


async def buy(lock):
    global left
    async with lock:
        if left > 0:
            await asyncio.sleep(0)
            left -= 1


async def add(amount):
    global total
    await asyncio.sleep(0)
    seen = total
    total = seen + amount
    await asyncio.sleep(0)
    if total > 0:
        total -= 1


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(deposit(10, lock), deposit(20, lock), buy(lock), buy(lock), add(5), add(6))
    print(balance, left, total)


asyncio.run(main())
