"""A coroutine handed to the loop of another thread: a job that a task owes."""

from pathlib import Path

from engine.probe.kinds import Kind, Reason
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.pool_records import definitions, story
from tests.engine.probe.told import told


@each_python
def test_it_is_a_job_from_submit_to_result_that_a_task_begins(python: str, tmp_path: Path) -> None:
    source = """
import asyncio, threading
async def add(a, b):
    return a + b
async def fail():
    raise KeyError(1)
async def wait():
    await asyncio.sleep(60)
loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()
print(asyncio.run_coroutine_threadsafe(add(1, 2), loop).result())
print(repr(asyncio.run_coroutine_threadsafe(fail(), loop).exception()))
begun = asyncio.run_coroutine_threadsafe(wait(), loop)
asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result()
print(begun.cancel())
try:
    asyncio.run_coroutine_threadsafe(add, loop)
except TypeError as error:
    print(error, asyncio.run_coroutine_threadsafe.__module__)
async def rest():
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)
asyncio.run_coroutine_threadsafe(rest(), loop).result()
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()
"""
    records = run_both(source, tmp_path, python=python)
    whole = [Kind.SUBMIT, Kind.JOB_BEGIN, Kind.RESULT]
    assert [story(records, label) for label in ("add()", "fail()")] == [whole, whole]
    assert story(records, "wait()") == [Kind.SUBMIT, Kind.JOB_BEGIN, Kind.WITHDRAW]
    jobs = definitions(records)
    assert [record.line for record in of(records, Kind.SUBMIT)] == [12, 13, 14, 15, 23]
    assert {record.subject for record in of(records, Kind.WAIT) if record.reason == Reason.FUTURE and record.line in (12, 13)} <= set(jobs)
    assert [line.partition(":")[0] for line in told(records, Kind.JOB_BEGIN)][:3] == ["Task-1 (add)", "Task-2 (fail)", "Task-3 (wait)"]


@each_python
def test_a_loop_that_is_to_cancel_a_task_does_not_run_it(python: str, tmp_path: Path) -> None:
    source = """
import asyncio
async def main():
    task = asyncio.create_task(asyncio.sleep(60), name="sleeper")
    asyncio.get_running_loop().call_later(0.01, task.cancel)
    await asyncio.wait([task])
    print(task.cancelled())
asyncio.run(main())
"""
    lines = told(run_both(source, tmp_path, python=python), Kind.STEP, Kind.CANCEL)
    assert lines[lines.index("thread: cancel sleeper") :][:2] == ["thread: cancel sleeper", "thread: step sleeper"]
    assert lines.count("thread: step sleeper") == 2  # to begin, and to end
