"""asyncio's event loops under the probe: what they wait for, and whose tasks are whose."""

from pathlib import Path

from engine.probe.kinds import Kind, Reason, Watched
from tests.engine.probe.helpers import each_python, of, run_both


@each_python
def test_a_loop_that_waits_says_how_long_at_most_and_whether_only_a_thread_can_wake_it(python: str, tmp_path: Path) -> None:
    source = """
import asyncio, threading
async def main():
    await asyncio.sleep(0.01)
    future = asyncio.get_running_loop().create_future()
    ready = threading.Event()
    asyncio.get_running_loop().call_soon(ready.set)
    loop = asyncio.get_running_loop()
    def give():
        ready.wait()
        loop.call_soon_threadsafe(future.set_result, 1)
    thread = threading.Thread(target=give)
    thread.start()
    await future
    thread.join()
asyncio.run(main())
"""
    waits = [
        record for record in of(run_both(source, tmp_path, python=python), Kind.WAIT) if record.reason == Reason.IO and record.line == 16
    ]
    assert 0 < waits[0].value <= 10_000_000
    assert not waits[0].flags & Watched.NOTHING
    sealed = [record for record in waits if record.value == -1]
    assert all(record.flags & Watched.NOTHING for record in sealed)


@each_python
def test_two_loops_in_two_threads_do_not_mix(python: str, tmp_path: Path) -> None:
    source = """
import asyncio, threading
async def work(name):
    asyncio.current_task().set_name(name)
    for _ in range(50):
        await asyncio.sleep(0)
threads = [threading.Thread(target=lambda name=name: asyncio.run(work(name))) for name in "ab"]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
    records = run_both(source, tmp_path, python=python)
    rings: dict[int, set[int]] = {}
    for record in of(records, Kind.STEP):
        if record.subject:
            rings.setdefault(record.serial, set()).add(record.subject)
    assert sorted(map(len, rings.values())) == [1, 1]
