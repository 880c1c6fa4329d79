"""Tasks that begin within their own making."""

from pathlib import Path

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import every_python, of, run_both
from tests.engine.probe.told import told

SOURCE = """
import asyncio
async def at_once():
    return 1
async def later():
    await asyncio.sleep(0.001)
    return 2
async def main():
    if not hasattr(asyncio, "eager_task_factory"):
        print("no eager tasks here")
        return
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    print(await asyncio.create_task(at_once()), await asyncio.create_task(later(), name="late"))
asyncio.run(main())
"""


@every_python
def test_an_eager_task_runs_inside_of_its_maker(python: str, tmp_path: Path) -> None:
    lines = told(run_both(SOURCE, tmp_path, python=python), Kind.START, Kind.STEP, Kind.STRAND_END, Kind.WAIT)
    eager = next((line.removeprefix("Task-1 (main): start ") for line in lines if line.endswith("start Task-2 (at_once)")), "")
    if not eager:
        return  # Python 3.11 has none, and its program has said so
    main = "Task-1 (main)"
    begin = lines.index(f"{main}: start {eager}")
    assert lines[begin : begin + 8] == [
        f"{main}: start {eager}",
        f"{main}: step {eager}",
        f"{eager}: strand-end returned",
        f"{eager}: step {main}",
        f"{main}: start late",
        f"{main}: step late",
        "late: wait sleep",
        f"late: step {main}",
    ]
    assert lines[-2:] == [f"{main}: strand-end returned", f"{main}: step thread"]
    assert "late: strand-end returned" in lines


@every_python
def test_a_task_made_eager_by_hand_is_known_once_it_is_awaited(python: str, tmp_path: Path) -> None:
    source = """
import asyncio
async def child():
    await asyncio.sleep(0.01)
    await asyncio.sleep(0.02)
async def main():
    if not hasattr(asyncio, "eager_task_factory"):
        print("no eager tasks here")
        return
    await asyncio.Task(child(), loop=asyncio.get_running_loop(), eager_start=True)
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    await asyncio.gather(child())
asyncio.run(main())
"""
    records = run_both(source, tmp_path, python=python)
    if len(of(records, Kind.START)) == 1:
        return  # Python 3.11 has none, and its program has said so
    lines = told(records, Kind.START, Kind.WAIT)
    assert [record.line for record in of(records, Kind.WAIT) if record.line in (4, 5)] == [4, 5, 4, 5]
    assert len([line for line in lines if "(child): wait sleep" in line or "child: wait sleep" in line]) == 4
    assert not any("None" in line for line in lines)
