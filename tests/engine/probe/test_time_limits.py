"""`asyncio.timeout` blocks: the waits inside them end by themselves."""

from pathlib import Path

from engine.probe.kinds import Flag, Kind, Reason
from tests.engine.probe.helpers import each_python, of, run_both

SOURCE = """
import asyncio
async def main():
    event = asyncio.Event()
    async with asyncio.timeout(None) as limit:
        asyncio.get_running_loop().call_soon(event.set)
        await event.wait()
        limit.reschedule(asyncio.get_running_loop().time() + 60)
        event.clear()
        asyncio.get_running_loop().call_soon(event.set)
        await event.wait()
    event.clear()
    asyncio.get_running_loop().call_soon(event.set)
    await event.wait()
asyncio.run(main())
"""


@each_python
def test_a_limit_holds_from_when_it_is_set_until_its_block_ends(python: str, tmp_path: Path) -> None:
    records = of(run_both(SOURCE, tmp_path, python=python), Kind.WAIT)
    waits = [record for record in records if record.reason == Reason.EVENT and record.flags & Flag.STRAND]
    assert [record.line for record in waits] == [7, 11, 14]
    assert [record.value > 0 for record in waits] == [False, True, False]


@each_python
def test_a_task_whose_limit_ran_out_is_let_go(python: str, tmp_path: Path) -> None:
    source = """
import asyncio, gc, weakref
class Big: pass
async def work(big):
    try:
        async with asyncio.timeout(0):
            await asyncio.Event().wait()
    finally:
        await asyncio.sleep(0)
async def main():
    big = Big()
    seen.append(weakref.ref(big))
    await asyncio.gather(work(big), return_exceptions=True)
seen = []
asyncio.run(main())
gc.collect()
print(seen[0]())
"""
    assert of(run_both(source, tmp_path, python=python), Kind.WAIT)
