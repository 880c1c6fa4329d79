"""Tasks that were dropped, left, or failed unheard."""

from pathlib import Path

import pytest

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import each_python, read, run
from tests.engine.probe.told import told

PROGRAMS = Path(__file__).parents[2] / "programs"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("task_destroyed", ["forsaken lost destroyed", "forsaken left left", "forsaken left destroyed"]),
        ("exception_never_retrieved", ["forsaken unheard unretrieved"]),
        ("tasks_ended", []),
        ("exceptions_retrieved", []),
    ],
)
@each_python
def test_what_asyncio_complains_of_is_told(name: str, expected: list[str], python: str, tmp_path: Path) -> None:
    source = (PROGRAMS / f"{name}.py").read_text("utf-8")
    plain, traced = (run(source, tmp_path, python=python, probe=probe) for probe in (False, True))
    assert (traced.stdout, traced.stderr, traced.returncode) == (plain.stdout, plain.stderr, plain.returncode)
    assert [line.split(": ")[1] for line in told(read(tmp_path), Kind.FORSAKEN)] == expected


@each_python
def test_a_task_that_was_dropped_ends_as_dropped(python: str, tmp_path: Path) -> None:
    run((PROGRAMS / "task_destroyed.py").read_text("utf-8"), tmp_path, python=python)
    ends = [line.split(": ")[1] for line in told(read(tmp_path), Kind.STRAND_END)]
    assert ends.count("strand-end dropped") == 2


@each_python
def test_what_a_task_waits_for_is_not_kept_alive(python: str, tmp_path: Path) -> None:
    """Forgotten together with its task, it goes, and the task is told of as it is without the probe."""
    source = """
import asyncio, gc
async def wait_for(thing):
    await thing.wait() if isinstance(thing, asyncio.Event) else await thing.acquire()
async def wait_for_another(other):
    await other
async def main():
    asyncio.create_task(wait_for(asyncio.Event()), name="event")
    asyncio.create_task(wait_for(asyncio.Semaphore(0)), name="semaphore")
    nobody = asyncio.get_running_loop().create_future()
    nobody.mine = asyncio.create_task(wait_for_another(asyncio.create_task(wait_for_another(nobody), name="other")), name="another")
    del nobody
    await asyncio.sleep(0.01)
    gc.collect()
    print(len(asyncio.all_tasks()))
asyncio.run(main())
"""
    assert run(source, tmp_path, python=python).stdout == "1\n"
    named = sorted(line.split(": ")[1] for line in told(read(tmp_path), Kind.FORSAKEN))
    assert named == [f"forsaken {name} destroyed" for name in ("another", "event", "other", "semaphore")]
