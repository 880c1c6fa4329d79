"""Tasks of uvloop's event loops, where uvloop is installed."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import of, run_both
from tests.engine.probe.told import told

pytestmark = pytest.mark.skipif(find_spec("uvloop") is None, reason="uvloop is not installed: pip install uvloop")

SOURCE = """
import asyncio, uvloop
async def nap(lock):
    async with lock:
        await asyncio.sleep(0.001)
async def main():
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(nap(lock), name=name) for name in ("one", "other")]
    await asyncio.wait(tasks)
    print(await asyncio.to_thread(sum, [1, 2]))
with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(main())
"""


def test_tasks_are_told_of_as_in_the_librarys_own_loop(tmp_path: Path) -> None:
    records = run_both(SOURCE, tmp_path, python=sys.executable)
    lines = told(records, Kind.ACQUIRE, Kind.RELEASE, Kind.WAIT, Kind.WAIT_END, Kind.STRAND_END)
    assert [line for line in lines if line.startswith(("one", "other"))] == [
        "one: acquire",
        "one: wait sleep",
        "other: wait lock",
        "one: wait-end sleep",
        "one: release",
        "one: strand-end returned",
        "other: acquire",
        "other: wait sleep",
        "other: wait-end sleep",
        "other: release",
        "other: strand-end returned",
    ]
    assert [record.line for record in of(records, Kind.FOREIGN_LOOP)][:1] == [12]


def test_what_fails_in_a_task_shows_no_frame_of_ours(tmp_path: Path) -> None:
    source = "import asyncio, uvloop\nasync def main():\n    raise KeyboardInterrupt\nuvloop.run(main())\n"
    run_both(source, tmp_path, python=sys.executable)
