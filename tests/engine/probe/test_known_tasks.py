"""What is known of a task: its name; and it lives as long as ever."""

from pathlib import Path

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import each_python, run_both
from tests.engine.probe.told import told


@each_python
def test_a_task_that_is_renamed_says_so(python: str, tmp_path: Path) -> None:
    source = """
import asyncio
async def main():
    asyncio.current_task().set_name("chief")
    await asyncio.sleep(0)
asyncio.run(main())
"""
    assert told(run_both(source, tmp_path, python=python), Kind.NAME) == ["thread: name chief"]


@each_python
def test_what_is_left_lives_no_longer_than_before(python: str, tmp_path: Path) -> None:
    source = """
import asyncio, gc, weakref
gc.disable()
class Thing: pass
async def hold(thing):
    await asyncio.sleep(0)
async def main():
    thing = Thing()
    reference = weakref.ref(thing)
    task = asyncio.create_task(hold(thing))
    del thing
    await task
    task_reference = weakref.ref(task)
    del task
    await asyncio.sleep(0)
    print(reference(), task_reference())
loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
reference = weakref.ref(loop)
del loop
print(reference())
"""
    run_both(source, tmp_path, python=python)
