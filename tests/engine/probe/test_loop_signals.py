"""Signals that an event loop handles for the program."""

from pathlib import Path

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import each_python, of, run_both

SOURCE = """
import asyncio, os, signal
async def main():
    event = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, event.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await event.wait()
    print("rung")
asyncio.run(main())
"""


@each_python
def test_a_handler_of_the_loops_is_told_of_with_its_line(python: str, tmp_path: Path) -> None:
    (record,) = of(run_both(SOURCE, tmp_path, python=python), Kind.HANDLE)
    assert record.line == 5
