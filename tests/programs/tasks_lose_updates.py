"""Tasks that read, await and write: one loses the other's update, one acts on a test that no longer holds."""

import asyncio

balance, left = 100, 1


async def deposit(amount):
    global balance
    seen = balance
    await asyncio.sleep(0)
    balance = seen + amount


async def buy():
    global left
    if left > 0:
        await asyncio.sleep(0)
        left -= 1


async def main():
    await asyncio.gather(deposit(10), deposit(20))
    await asyncio.gather(buy(), buy())
    print(balance, left)


asyncio.run(main())
