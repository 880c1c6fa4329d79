"""`threading.Condition` under the probe."""

from pathlib import Path

import pytest

from engine.probe.kinds import Definition, Kind, Outcome, Reason, ResourceKind
from tests.engine.probe.helpers import Record, each_python, of, run_both

PROGRAM = """
import threading
condition = threading.Condition({lock})
ready = []
def work():
    with condition:
        while not ready:
            condition.wait()
thread = threading.Thread(target=work)
thread.start()
while not condition._waiters:
    pass
with condition:
    ready.append(1)
    condition.{notify}
thread.join()
"""


def resources(records: list[Record]) -> dict[int, int]:
    """Return the kind of each resource."""
    found = [record for record in of(records, Kind.DEFINE) if record.flags == Definition.RESOURCE]
    return {record.subject: int(record.text.split("\x1f")[0]) for record in found}


@each_python
def test_a_condition_with_its_own_lock_is_one_resource(python: str, tmp_path: Path) -> None:
    records = run_both(PROGRAM.format(lock="", notify="notify()"), tmp_path, python=python)
    assert list(resources(records).values()) == [ResourceKind.CONDITION]
    worker = [
        record for record in records if record.tid != record.pid and record.kind not in (Kind.DEFINE, Kind.THREAD_BEGIN, Kind.THREAD_END)
    ]
    kinds = [(record.kind, record.reason) for record in worker if record.reason != Reason.LOCK]
    assert kinds == [
        (Kind.ACQUIRE, 0),
        (Kind.RELEASE, 0),
        (Kind.WAIT, Reason.CONDITION),
        (Kind.ACQUIRE, 0),
        (Kind.WAIT_END, Reason.CONDITION),
        (Kind.RELEASE, 0),
    ]
    notify = of(records, Kind.NOTIFY)[0]
    assert notify.value == 1
    assert worker[1].time < notify.time < worker[-2].time


@each_python
@pytest.mark.parametrize(("lock", "kind"), [("threading.Lock()", ResourceKind.LOCK), ("threading.RLock()", ResourceKind.RLOCK)])
def test_ownership_is_the_given_locks(lock: str, kind: ResourceKind, python: str, tmp_path: Path) -> None:
    records = run_both(PROGRAM.format(lock=lock, notify="notify_all()"), tmp_path, python=python)
    kinds = resources(records)
    assert list(kinds.values()) == [kind, ResourceKind.CONDITION]
    assert {kinds[record.subject] for record in of(records, Kind.ACQUIRE, Kind.RELEASE)} == {kind}
    assert [record.value for record in of(records, Kind.NOTIFY)] == [-1]
    waits = [record for record in of(records, Kind.WAIT, Kind.WAIT_END) if record.reason == Reason.CONDITION]
    assert [kinds[record.subject] for record in waits] == [ResourceKind.CONDITION] * 2


@each_python
def test_a_wait_in_vain_ends_with_timeout_and_needs_the_lock(python: str, tmp_path: Path) -> None:
    source = """
import threading
condition = threading.Condition()
with condition:
    print(condition.wait(0.01), condition.wait_for(lambda: True), condition.wait_for(lambda: False, 0.01))
for wrong in (condition.wait, condition.notify, condition.notify_all):
    try:
        wrong()
    except RuntimeError as error:
        print(error)
print(repr(condition).partition("(")[0])
"""
    records = run_both(source, tmp_path, python=python)
    ends = [record.flags for record in of(records, Kind.WAIT_END)]
    assert ends == [Outcome.TIMEOUT] * 2
    assert not of(records, Kind.NOTIFY)


@each_python
def test_an_interrupt_ends_the_wait_as_raised(python: str, tmp_path: Path) -> None:
    source = """
import os, signal, sys, threading
condition, main, stopped = threading.Condition(), threading.get_ident(), []
def stop(*_):
    if not stopped:
        stopped.append(1)
        raise KeyboardInterrupt
def is_waiting():
    frame = sys._current_frames()[main]
    while frame is not None and not (frame.f_locals.get("self") is condition and "gotit" in frame.f_locals):
        frame = frame.f_back  # `gotit` is the wait's own variable: once it is there, an interrupted wait takes the lock back
    return frame is not None
def interrupt():
    while not is_waiting():
        pass
    while not stopped:  # a signal that comes just before a thread blocks in C does not end that wait
        os.kill(os.getpid(), signal.SIGINT)
signal.signal(signal.SIGINT, stop)
thread = threading.Thread(target=interrupt)
try:
    with condition:
        thread.start()
        condition.wait()
except KeyboardInterrupt:
    print("interrupted", condition._is_owned())
thread.join()
"""
    ends = [record for record in of(run_both(source, tmp_path, python=python), Kind.WAIT_END) if record.reason == Reason.CONDITION]
    assert [record.flags for record in ends] == [Outcome.RAISED]


@each_python
def test_a_wait_of_the_library_s_own_is_told_without_a_resource(python: str, tmp_path: Path) -> None:
    source = """
import socketserver, threading
barrier = threading.Barrier(2)
inner = vars(barrier)["_cond"]
def notify():
    while not inner._waiters:
        pass
    with inner:
        inner.notify_all()
threading.Thread(target=notify).start()
with inner:
    print(inner.wait())
server = socketserver.BaseServer(("", 0), None)
is_down = server._BaseServer__is_shut_down
def set_it():
    while not is_down._cond._waiters:
        pass
    is_down.set()
threading.Thread(target=set_it).start()
server.shutdown()
"""
    records = run_both(source, tmp_path, python=python)
    assert [(record.subject, record.line) for record in of(records, Kind.WAIT) if record.reason == Reason.EVENT] == [(0, 20)]
    unnamed = [record for record in of(records, Kind.WAIT, Kind.WAIT_END) if record.tid == record.pid and record.reason == Reason.UNKNOWN]
    assert [(record.kind, record.subject, record.line) for record in unnamed] == [(Kind.WAIT, 0, 12), (Kind.WAIT_END, 0, 12)]
