"""asyncio's locks, events, conditions, semaphores and barriers under the probe."""

from pathlib import Path

from engine.probe.kinds import Definition, Flag, Kind, Reason, ResourceKind
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.told import told

FRAME = "import asyncio\nasync def main():\n{body}\nasyncio.run(main())\n"


def program(body: str) -> str:
    return FRAME.format(body="\n".join(f"    {line}" for line in body.strip().splitlines()))


@each_python
def test_a_lock_is_held_waited_for_and_handed_over(python: str, tmp_path: Path) -> None:
    body = """
lock = asyncio.Lock()
async def work():
    async with lock:
        await asyncio.sleep(0)
await asyncio.gather(work(), work())
"""
    records = run_both(program(body), tmp_path, python=python)
    one, other = "Task-2 (work)", "Task-3 (work)"
    assert told(records, Kind.ACQUIRE, Kind.RELEASE, Kind.WAIT, Kind.WAIT_END)[:6] == [
        f"Task-1 (main): wait future {one}",
        f"{one}: acquire",
        f"{other}: wait lock",
        f"{one}: release",
        f"{other}: acquire",
        f"{other}: release",
    ]
    first, second = of(records, Kind.ACQUIRE)
    assert (first.line, first.flags, second.flags) == (5, 0, Flag.WAITED)
    made = [record.text.split("\x1f") for record in of(records, Kind.DEFINE) if record.flags == Definition.RESOURCE]
    assert [int(fields[0]) for fields in made if fields[5:] == ["strand"]] == [ResourceKind.LOCK]


@each_python
def test_a_wait_for_a_lock_that_is_cancelled_ends_without_it(python: str, tmp_path: Path) -> None:
    body = """
lock = asyncio.Lock()
await lock.acquire()
async def work():
    await lock.acquire()
task = asyncio.create_task(work(), name="waiter")
await asyncio.sleep(0)
task.cancel()
await asyncio.wait([task])
lock.release()
"""
    lines = told(run_both(program(body), tmp_path, python=python), Kind.ACQUIRE, Kind.RELEASE, Kind.WAIT_END, Kind.WAIT)
    assert [line for line in lines if line.startswith("waiter")] == ["waiter: wait lock", "waiter: wait-end lock raised"]


@each_python
def test_a_semaphore_counts_its_permits(python: str, tmp_path: Path) -> None:
    body = """
permits = asyncio.BoundedSemaphore(2)
async def work():
    async with permits:
        await asyncio.sleep(0)
await asyncio.gather(*(work() for _ in range(3)))
"""
    records = of(run_both(program(body), tmp_path, python=python), Kind.ACQUIRE, Kind.RELEASE)
    assert [(record.kind.name, record.value) for record in records] == [
        ("ACQUIRE", 1),
        ("ACQUIRE", 0),
        ("RELEASE", 1),
        ("RELEASE", 1),
        ("ACQUIRE", records[4].value),
        ("RELEASE", 2),
    ]


@each_python
def test_an_event_is_set_and_cleared(python: str, tmp_path: Path) -> None:
    body = """
event = asyncio.Event()
task = asyncio.create_task(event.wait(), name="waiter")
await asyncio.sleep(0)
event.set()
await task
event.clear()
event.clear()
print(vars(event)["_value"], event._value, hasattr(event, "_value"))
"""
    records = run_both(program(body), tmp_path, python=python)
    lines = told(records, Kind.SET, Kind.CLEAR, Kind.WAIT, Kind.WAIT_END, Kind.QUEUED)
    main = "Task-1 (main)"
    assert lines[2:] == [
        f"{main}: queued {main}",
        "waiter: wait event",
        f"{main}: set",
        f"{main}: queued waiter",
        f"{main}: wait join waiter",
        "waiter: wait-end event",
        f"waiter: queued {main}",
        f"{main}: wait-end join waiter",
        f"{main}: clear",
    ]


@each_python
def test_a_condition_and_its_own_lock_are_one(python: str, tmp_path: Path) -> None:
    body = """
condition = asyncio.Condition()
async def wait():
    async with condition:
        await condition.wait()
task = asyncio.create_task(wait(), name="waiter")
await asyncio.sleep(0)
async with condition:
    condition.notify_all()
    await asyncio.sleep(0)
await task
"""
    records = run_both(program(body), tmp_path, python=python)
    lines = told(records, Kind.ACQUIRE, Kind.RELEASE, Kind.NOTIFY, Kind.WAIT, Kind.WAIT_END)
    main = "Task-1 (main)"
    assert lines[:11] == [
        "waiter: acquire",
        "waiter: release",
        "waiter: wait condition",
        f"{main}: acquire",
        f"{main}: notify",
        "waiter: wait-end condition",
        "waiter: wait lock",
        f"{main}: release",
        f"{main}: wait join waiter",
        "waiter: acquire",
        "waiter: release",
    ]
    about = of(records, Kind.ACQUIRE, Kind.RELEASE, Kind.NOTIFY)
    assert len({record.subject for record in about}) == 1


@each_python
def test_the_last_to_arrive_opens_the_barrier(python: str, tmp_path: Path) -> None:
    body = """
barrier = asyncio.Barrier(2)
async def arrive():
    await barrier.wait()
await asyncio.gather(arrive(), arrive())
await barrier.abort()
"""
    records = run_both(program(body), tmp_path, python=python)
    assert [record.value for record in of(records, Kind.ARRIVE)] == [1, 2]
    assert Reason.BARRIER in {record.reason for record in of(records, Kind.WAIT)}
    barrier = of(records, Kind.ARRIVE)[0].subject
    assert len([record for record in of(records, Kind.CLOSE) if record.subject == barrier]) == 1


@each_python
def test_what_the_library_makes_for_itself_stays_unsaid(python: str, tmp_path: Path) -> None:
    body = """
await asyncio.Queue().put(1)
await asyncio.sleep(0)
print(asyncio.Lock.acquire.__qualname__, asyncio.iscoroutinefunction(asyncio.Lock.acquire))
"""
    records = run_both(program(body), tmp_path, python=python)
    made = [record.text.split("\x1f") for record in of(records, Kind.DEFINE) if record.flags == Definition.RESOURCE]
    assert [int(fields[0]) for fields in made if fields[5:] == ["strand"]] == [ResourceKind.QUEUE]
