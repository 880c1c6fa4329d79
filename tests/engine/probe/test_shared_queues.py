"""multiprocessing's queues: what goes in and comes out, in which order, and who waits."""

from pathlib import Path

import pytest

from engine.probe.kinds import Flag, Kind, Outcome, Reason, ResourceKind
from tests.engine.probe.family import METHODS, body, names, tell

ECHO = """
def work(source, target):
    for item in iter(source.get, None):
        target.put(item * 2)
"""


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", ["Queue", "SimpleQueue"])
def test_items_go_from_process_to_process(method: str, kind: str, tmp_path: Path) -> None:
    lines = (
        f"there = ctx.{kind}()",
        f"back = ctx.{kind}()",
        "p = ctx.Process(target=work, args=(there, back)); p.start()",
        "for item in (1, 'a', None): there.put(item)",
        "print(back.get(), back.get()); p.join()",
    )
    told = tell(ECHO + body(*lines), tmp_path, method)
    (child,) = told.children()
    there, back = told.resource(ResourceKind.QUEUE), told.resource(ResourceKind.QUEUE, 1)
    assert [record.text for record in told.of(there, Kind.PUT, pid=told.program)] == ["1", "'a'", "None"]
    assert [record.text for record in told.of(there, Kind.GET, pid=child)] == ["1", "'a'", "None"]
    assert [record.text for record in told.of(back, Kind.GET, pid=told.program)] == ["2", "'aa'"]
    assert {record.line for record in told.of(there, Kind.GET)} == {8}
    assert {record.line for record in told.of(there, Kind.PUT)} == {15}
    for queue in (there, back):
        for put, get in zip(told.of(queue, Kind.PUT), told.of(queue, Kind.GET), strict=True):
            assert put.time < get.time
    assert len(told.defined) == 2, "the locks and pipes inside are not reported"
    assert not told.some(Kind.ACQUIRE, Kind.SEND, Kind.RECV)


@pytest.mark.parametrize("method", METHODS)
def test_who_finds_the_queue_full_waits_until_somebody_gets(method: str, tmp_path: Path) -> None:
    source = "\ndef work(q):\n    for item in range(3): q.put(item)\n"
    lines = (
        "q = ctx.Queue(1)",
        "p = ctx.Process(target=work, args=(q,)); p.start()",
        "while not q.full(): pass",
        "print(q.get(), q.get(), q.get()); p.join()",
    )
    told = tell(source + body(*lines), tmp_path, method)
    queue = told.resource(ResourceKind.QUEUE)
    assert told.defined[queue][3] == "1"
    assert {record.value for record in told.of(queue, Kind.PUT)} == {1}
    assert {record.value for record in told.of(queue, Kind.GET)} == {0}
    moves = told.of(queue, Kind.PUT, Kind.GET)
    assert names(moves) == ["PUT", "GET"] * 3, "a place is given back before it is taken again"
    for wait in told.of(queue, Kind.WAIT, pid=told.children()[0]):
        assert wait.reason == Reason.QUEUE_PUT


@pytest.mark.parametrize("kind", ["Queue", "SimpleQueue"])
def test_who_finds_the_queue_empty_waits(kind: str, tmp_path: Path) -> None:
    lines = (f"q = ctx.{kind}()", "p = ctx.Process(target=q.get)", "p.start(); until_asleep(p.pid)", "q.put([7]); p.join()")
    told = tell(body(*lines), tmp_path, "fork")
    records = told.of(told.resource(ResourceKind.QUEUE), pid=told.children()[0])
    assert names(records) == ["WAIT", "GET"]
    assert (records[0].reason, records[0].value, records[1].flags, records[1].text) == (Reason.QUEUE_GET, -1, Flag.WAITED, "[7]")


def test_two_readers_both_wait_for_items(tmp_path: Path) -> None:
    lines = (
        "q = ctx.Queue(); both = [ctx.Process(target=q.get) for _ in range(2)]",
        "for p in both: p.start()",
        "for p in both: until_asleep(p.pid)",
        "q.put(1); q.put(2)",
        "for p in both: p.join()",
    )
    told = tell(body(*lines), tmp_path, "fork")
    for child in told.children():
        assert names(told.of(told.resource(ResourceKind.QUEUE), pid=child)) == ["WAIT", "GET"]


def test_full_and_empty_are_refused_or_too_late(tmp_path: Path) -> None:
    lines = [
        "q = ctx.Queue(1); q.put(0)",
        *[f"try: q.{call}\n    except queue.Full: print('full')" for call in ("put_nowait(1)", "put(1, False)", "put(1, timeout=0.01)")],
        "q.get()",
        *[f"try: q.{call}\n    except queue.Empty: print('empty')" for call in ("get_nowait()", "get(False)", "get(True, 0.01)")],
    ]
    told = tell(body(*lines), tmp_path, "fork")
    records = [record for record in told.of(told.resource(ResourceKind.QUEUE)) if record.kind in (Kind.WAIT, Kind.WAIT_END)]
    expected = [(Kind.WAIT_END, Outcome.REFUSED), (Kind.WAIT_END, Outcome.REFUSED), (Kind.WAIT, 0), (Kind.WAIT_END, Outcome.TIMEOUT)]
    ours = [(record.kind, record.flags) for record in records]
    assert ours[:4] == expected
    assert ours[-4:] == expected


@pytest.mark.parametrize("method", METHODS)
def test_tasks_are_counted_and_joined(method: str, tmp_path: Path) -> None:
    source = "\ndef work(q):\n    while q.get():\n        q.task_done()\n    q.task_done()\n"
    lines = (
        "q = ctx.JoinableQueue()",
        "for item in (2, 1, 0): q.put(item)",
        "p = ctx.Process(target=work, args=(q,)); p.start()",
        "q.join(); p.join()",
    )
    told = tell(source + body(*lines), tmp_path, method)
    queue = told.resource(ResourceKind.QUEUE)
    assert [record.value for record in told.of(queue, Kind.TASK_DONE)] == [2, 1, 0]
    wait, end = told.of(queue, Kind.WAIT, Kind.WAIT_END, pid=told.program)
    assert (wait.reason, wait.line, end.flags) == (Reason.JOIN, 16, Outcome.DONE)
    assert told.of(queue, Kind.TASK_DONE)[-1].time < end.time


def test_errors_are_as_ever(tmp_path: Path) -> None:
    lines = (
        "q = ctx.JoinableQueue()",
        "try: q.task_done()",
        "except ValueError as error: print(error)",
        "q.close()",
        "try: q.put(1)",
        "except ValueError as error: print(str(error)[:8])",
        "q.get()",
    )
    source = body(*lines).replace("q.get()", "q.put(1, 2, 3, 4)")
    told = tell(source, tmp_path, "fork", code=1)
    assert not told.some(Kind.TASK_DONE, Kind.PUT)


def test_an_item_that_runs_code_when_pickled_is_the_programs_business(tmp_path: Path) -> None:
    source = """
class Item:
    def __init__(self, other): self.other = other
    def __reduce__(self):
        self.other.put("packed")
        return (str, ("item",))
    def __repr__(self): raise RuntimeError("never called")
"""
    told = tell(source + body("a, b = ctx.SimpleQueue(), ctx.SimpleQueue()", "a.put(Item(b)); print(a.get(), b.get())"), tmp_path, "fork")
    first, second = told.resource(ResourceKind.QUEUE), told.resource(ResourceKind.QUEUE, 1)
    assert [record.text for record in told.of(first, Kind.PUT, Kind.GET)] == ["<Item>", "'item'"]
    assert [record.text for record in told.of(second, Kind.PUT, Kind.GET)] == ["'packed'", "'packed'"]


def test_a_queue_of_the_librarys_own_is_not_recorded(tmp_path: Path) -> None:
    told = tell(body("with ctx.Pool(1) as pool: print(pool.map(abs, [-1]))"), tmp_path, "fork")
    assert {int(fields[0]) for fields in told.defined.values()} == {ResourceKind.POOL}
