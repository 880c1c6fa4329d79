"""`threading.Semaphore`, `BoundedSemaphore`, `Event`, `Barrier` and `Timer` under the probe."""

from pathlib import Path

from engine.probe.kinds import Definition, Flag, Kind, Outcome, Reason
from tests.engine.probe.helpers import each_python, of, run_both

OPERATIONS = (Kind.ACQUIRE, Kind.RELEASE, Kind.WAIT, Kind.WAIT_END, Kind.SET, Kind.CLEAR, Kind.ARRIVE, Kind.CLOSE, Kind.RESIZE)


@each_python
def test_a_semaphore_counts_its_permits(python: str, tmp_path: Path) -> None:
    source = """
import threading
semaphore = threading.Semaphore(2)
with semaphore:
    print(semaphore.acquire(), semaphore.acquire(False), semaphore.acquire(timeout=0.01))
semaphore.release(2)
for wrong in (lambda: semaphore.acquire(False, 1), lambda: semaphore.release(0), lambda: threading.Semaphore(-1)):
    try:
        wrong()
    except ValueError as error:
        print(error)
"""
    records = run_both(source, tmp_path, python=python)
    definition = next(record for record in of(records, Kind.DEFINE) if record.flags == Definition.RESOURCE)
    assert definition.text.split("\x1f")[3] == "2"
    assert [(record.kind, record.value, record.flags) for record in of(records, *OPERATIONS)] == [
        (Kind.ACQUIRE, 1, 0),
        (Kind.ACQUIRE, 0, 0),
        (Kind.WAIT_END, 0, Outcome.REFUSED),
        (Kind.WAIT, 10_000_000, 0),
        (Kind.WAIT_END, 0, Outcome.TIMEOUT),
        (Kind.RELEASE, 1, 0),
        (Kind.RELEASE, 3, 0),
    ]
    assert {record.reason for record in of(records, Kind.WAIT, Kind.WAIT_END)} == {Reason.SEMAPHORE}


@each_python
def test_a_bounded_semaphore_released_too_often_records_no_release(python: str, tmp_path: Path) -> None:
    source = """
import threading
class Mine(threading.BoundedSemaphore):
    pass
semaphore = Mine()
try:
    semaphore.release()
except ValueError as error:
    print(error, repr(semaphore).partition(" at")[0])
"""
    records = run_both(source, tmp_path, python=python)
    assert not of(records, *OPERATIONS)
    assert len(of(records, Kind.CREATE)) == 1
    assert of(records, Kind.CREATE)[0].line == 5


@each_python
def test_an_event_wakes_its_waiter(python: str, tmp_path: Path) -> None:
    source = """
import threading
event = threading.Event()
thread = threading.Thread(target=event.wait)
thread.start()
while not event._cond._waiters:
    pass
event.set()
thread.join()
print(event.wait())
event.clear()
print(event.wait(0.01))
"""
    records = of(run_both(source, tmp_path, python=python), *OPERATIONS)
    waits = [(record.kind, record.flags) for record in records if record.reason != Reason.JOIN]
    assert waits == [
        (Kind.WAIT, 0),
        (Kind.SET, 0),
        (Kind.WAIT_END, Outcome.DONE),
        (Kind.WAIT_END, Outcome.DONE),
        (Kind.CLEAR, 0),
        (Kind.WAIT, 0),
        (Kind.WAIT_END, Outcome.TIMEOUT),
    ]


@each_python
def test_all_but_the_last_wait_at_a_barrier(python: str, tmp_path: Path) -> None:
    source = """
import threading
barrier = threading.Barrier(3, action=lambda: print("together"))
threads = [threading.Thread(target=barrier.wait) for _ in range(2)]
for thread in threads:
    thread.start()
barrier.wait()
for thread in threads:
    thread.join()
barrier.reset()
barrier.abort()
try:
    barrier.wait()
except threading.BrokenBarrierError as error:
    print(repr(error))
"""
    records = [record for record in of(run_both(source, tmp_path, python=python), *OPERATIONS) if record.reason != Reason.JOIN]
    arrivals = [record for record in records if record.kind == Kind.ARRIVE]
    assert [record.value for record in arrivals] == [1, 2, 3]
    waiting = [record for record in records if record.kind == Kind.WAIT and record.reason == Reason.BARRIER]
    ended = [record for record in records if record.kind == Kind.WAIT_END and record.reason == Reason.BARRIER]
    assert {record.tid for record in waiting} >= {record.tid for record in arrivals[:2]}
    assert len(waiting) == len(ended)
    assert [record.kind for record in records[-2:]] == [Kind.RESIZE, Kind.CLOSE]


@each_python
def test_a_timer_waits_for_its_event(python: str, tmp_path: Path) -> None:
    source = """
import threading
timer = threading.Timer(0.01, print, ["now"])
timer.start()
timer.join()
never = threading.Timer(1000, print)
never.start()
never.cancel()
never.join()
"""
    records = run_both(source, tmp_path, python=python)
    waits = [record for record in of(records, Kind.WAIT) if record.reason == Reason.EVENT]
    assert waits[0].value == 10_000_000
    assert next(record.flags for record in of(records, Kind.WAIT_END) if record.reason == Reason.EVENT) == Outcome.TIMEOUT
    assert len(of(records, Kind.START)) == 2


@each_python
def test_one_who_waited_for_a_permit_says_so(python: str, tmp_path: Path) -> None:
    source = """
import threading
semaphore = threading.Semaphore(0)
thread = threading.Thread(target=semaphore.acquire)
thread.start()
while not semaphore._cond._waiters:
    pass
semaphore.release()
thread.join()
"""
    records = [record for record in of(run_both(source, tmp_path, python=python), *OPERATIONS) if record.reason != Reason.JOIN]
    assert [(record.kind, record.flags) for record in records] == [(Kind.WAIT, 0), (Kind.RELEASE, 0), (Kind.ACQUIRE, Flag.WAITED)]
