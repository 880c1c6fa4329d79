"""asyncio's tasks under the probe: who made one, when its turn comes, when it runs, how it ends."""

from pathlib import Path

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.told import told

LIFE = (Kind.START, Kind.QUEUED, Kind.STEP, Kind.STRAND_END)


@each_python
def test_a_task_is_started_queued_run_and_ends(python: str, tmp_path: Path) -> None:
    source = """
import asyncio
async def greet():
    await asyncio.sleep(0)
async def main():
    await asyncio.create_task(greet(), name="greeter")
asyncio.run(main())
"""
    records = run_both(source, tmp_path, python=python)
    lines = told(records, *LIFE)
    main = "Task-1 (main)"
    assert lines == [
        f"thread: start {main}",
        f"thread: queued {main}",
        f"thread: step {main}",
        f"{main}: start greeter",
        f"{main}: queued greeter",
        f"{main}: step thread",
        "thread: step greeter",
        "greeter: queued greeter",
        "greeter: step thread",
        "thread: step greeter",
        f"greeter: queued {main}",
        "greeter: strand-end returned",
        "greeter: step thread",
        f"thread: step {main}",
        f"{main}: strand-end returned",
        f"{main}: step thread",
    ]
    assert [record.line for record in of(records, Kind.START)] == [7, 6]


@each_python
def test_who_cancels_is_told_and_so_is_whom_it_reaches(python: str, tmp_path: Path) -> None:
    source = """
import asyncio
async def inner():
    await asyncio.sleep(60)
async def outer():
    await asyncio.create_task(inner(), name="inner")
async def main():
    task = asyncio.create_task(outer(), name="outer")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
asyncio.run(main())
"""
    records = run_both(source, tmp_path, python=python)
    assert told(records, Kind.CANCEL, Kind.STRAND_END) == [
        "Task-1 (main): cancel outer",
        "Task-1 (main): cancel inner",
        "inner: strand-end cancelled",
        "outer: strand-end cancelled",
        "Task-1 (main): strand-end returned",
    ]
    assert {record.line for record in of(records, Kind.CANCEL)} == {11}


@each_python
def test_a_group_cancels_the_others_because_of_the_one_that_failed(python: str, tmp_path: Path) -> None:
    source = """
import asyncio
async def fail():
    raise ValueError
async def nap():
    await asyncio.sleep(60)
async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(nap(), name="nap")
        group.create_task(fail(), name="fail")
try:
    asyncio.run(main())
except* ValueError:
    print("failed")
"""
    lines = told(run_both(source, tmp_path, python=python), Kind.CANCEL, Kind.STRAND_END)
    assert lines[:4] == ["fail: strand-end raised", "fail: cancel nap", "fail: cancel Task-1 (main)", "nap: strand-end cancelled"]


@each_python
def test_a_gathering_goes_on_because_of_its_last_member(python: str, tmp_path: Path) -> None:
    source = """
import asyncio
async def one():
    pass
async def main():
    await asyncio.gather(one(), one())
asyncio.run(main())
"""
    lines = told(run_both(source, tmp_path, python=python), Kind.QUEUED, Kind.STRAND_END)
    last = [line for line in lines if line.endswith("(one)") or "one" in line.split(":")[0]][-1]
    assert last == "Task-3 (one): queued Task-1 (main)"


@each_python
def test_a_stack_looked_at_from_inside_shows_no_frame_of_ours(python: str, tmp_path: Path) -> None:
    source = """
import asyncio, traceback, os
async def main():
    print([os.path.basename(frame.filename) for frame in traceback.extract_stack()])
    print(len(asyncio.current_task().get_stack()), asyncio.iscoroutinefunction(asyncio.Lock.acquire))
    raise KeyboardInterrupt
try:
    asyncio.run(main(), debug=True)
except KeyboardInterrupt:
    traceback.print_exc()
"""
    run_both(source, tmp_path, python=python)
