"""multiprocessing's conditions, events and barriers."""

from pathlib import Path

import pytest

from engine.probe.kinds import Kind, Outcome, Reason, ResourceKind
from tests.engine.probe.family import METHODS, body, names, tell

CONSUMER = """
def work(condition, value, connection):
    with condition:
        connection.send("waiting")
        while not value.value:
            condition.wait()
"""
PRODUCER = (
    "p = ctx.Process(target=work, args=(condition, value, b)); p.start(); a.recv()",
    "with condition:",
    "    value.value = 1; condition.notify_all()",
    "p.join()",
)


@pytest.mark.parametrize("method", METHODS)
def test_a_condition_with_its_own_lock_is_one_resource(method: str, tmp_path: Path) -> None:
    told = tell(CONSUMER + body("condition = ctx.Condition(); value = ctx.Value('i'); a, b = ctx.Pipe()", *PRODUCER), tmp_path, method)
    condition = told.resource(ResourceKind.CONDITION)
    assert ResourceKind.RLOCK not in {int(fields[0]) for fields in told.defined.values()}
    theirs = told.of(condition, pid=told.children()[0])
    assert names(theirs)[:3] == ["ACQUIRE", "RELEASE", "WAIT"]
    assert (theirs[2].reason, theirs[2].value, theirs[2].line) == (Reason.CONDITION, -1, 11)
    assert names(theirs)[-3:] == ["ACQUIRE", "WAIT_END", "RELEASE"]
    assert theirs[-2].flags == Outcome.DONE
    assert [record.value for record in told.of(condition, Kind.NOTIFY, pid=told.program)] == [-1]


@pytest.mark.parametrize("method", METHODS)
def test_a_condition_over_a_lock_of_the_programs_is_another_resource(method: str, tmp_path: Path) -> None:
    made = "lock = ctx.Lock(); condition = ctx.Condition(lock); value = ctx.Value('i'); a, b = ctx.Pipe()"
    told = tell(CONSUMER + body(made, *PRODUCER), tmp_path, method)
    lock, condition = told.resource(ResourceKind.LOCK), told.resource(ResourceKind.CONDITION)
    (child,) = told.children()
    assert [name for name in names(told.of(lock, pid=child)) if name != "WAIT"] == ["ACQUIRE", "RELEASE", "ACQUIRE", "RELEASE"]
    assert names(told.of(condition, pid=child)) == ["WAIT", "WAIT_END"]


def test_a_condition_that_is_not_notified_in_time(tmp_path: Path) -> None:
    lines = ("c = ctx.Condition()", "with c: print(c.wait(0.01)); print(c.wait_for(lambda: False, 0.01)); c.notify(2)")
    told = tell(body(*lines), tmp_path, "fork")
    condition = told.resource(ResourceKind.CONDITION)
    assert {record.flags for record in told.of(condition, Kind.WAIT_END)} == {Outcome.TIMEOUT}
    assert {record.line for record in told.of(condition, Kind.WAIT)} == {9}
    assert told.of(condition, Kind.NOTIFY)[0].value == 2


@pytest.mark.parametrize("call", ["wait()", "notify()", "notify_all()"])
def test_a_condition_that_is_not_held_raises_as_ever(call: str, tmp_path: Path) -> None:
    told = tell(body(f"ctx.Condition().{call}"), tmp_path, "fork", code=1)
    assert not told.some(Kind.WAIT, Kind.NOTIFY)


EVENT = """
def work(event, connection):
    connection.send(1)
    print(event.wait(), event.wait(), event.is_set())
"""


@pytest.mark.parametrize("method", METHODS)
def test_an_event_is_waited_for_and_set(method: str, tmp_path: Path) -> None:
    lines = (
        "e = ctx.Event(); a, b = ctx.Pipe()",
        "p = ctx.Process(target=work, args=(e, b)); p.start(); a.recv()",
        "until_asleep(p.pid)",
        "e.set(); p.join(); e.clear()",
    )
    told = tell(EVENT + body(*lines), tmp_path, method)
    event = told.resource(ResourceKind.EVENT)
    (child,) = told.children()
    assert names(told.of(event, pid=child)) == ["WAIT", "WAIT_END", "WAIT_END"]
    assert told.of(event, Kind.WAIT)[0].reason == Reason.EVENT
    assert names(told.of(event, pid=told.program)) == ["CREATE", "SET", "CLEAR"]
    assert told.of(event, Kind.SET)[0].time < told.of(event, Kind.WAIT_END)[0].time


def test_an_event_that_is_not_set_in_time(tmp_path: Path) -> None:
    told = tell(body("print(ctx.Event().wait(timeout=0.01))"), tmp_path, "fork")
    wait, end = told.of(told.resource(ResourceKind.EVENT), Kind.WAIT, Kind.WAIT_END)
    assert (wait.value, end.flags) == (10_000_000, Outcome.TIMEOUT)


BARRIER = "\ndef work(barrier):\n    barrier.wait()\n"


@pytest.mark.parametrize("method", METHODS)
def test_a_barrier_is_met(method: str, tmp_path: Path) -> None:
    lines = (
        "barrier = ctx.Barrier(2)",
        "p = ctx.Process(target=work, args=(barrier,)); p.start()",
        "work(barrier); p.join(); barrier.reset(); barrier.abort()",
    )
    told = tell(BARRIER + body(*lines), tmp_path, method)
    barrier = told.resource(ResourceKind.BARRIER)
    assert names(told.of(barrier, pid=told.children()[0])) == ["WAIT", "ARRIVE", "WAIT_END"]
    assert names(told.of(barrier, pid=told.program)) == ["CREATE", "WAIT", "ARRIVE", "WAIT_END", "RESIZE", "CLOSE"]
    assert sorted(record.value for record in told.of(barrier, Kind.ARRIVE)) == [1, 2]
    assert told.defined[barrier][3] == "2"


def test_a_broken_barrier_raises_as_ever(tmp_path: Path) -> None:
    told = tell(body("ctx.Barrier(2).wait(0.01)"), tmp_path, "fork", code=1)
    assert told.some(Kind.WAIT_END)[-1].flags == Outcome.RAISED
