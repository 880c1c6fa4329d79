"""gevent's semaphores and re-entrant locks under the probe."""

from pathlib import Path

from engine.probe.kinds import Flag, Kind, Outcome
from tests.engine.probe.greens import tell, with_gevent


@with_gevent
def test_who_takes_at_once_does_not_wait_and_who_waits_says_so(python: str, tmp_path: Path) -> None:
    source = """
import gevent
from gevent.lock import BoundedSemaphore, Semaphore
gate = BoundedSemaphore(1)
def work():
    with gate:
        gevent.sleep(0.01)
gevent.joinall([gevent.spawn(work), gevent.spawn(work)])
gate.acquire()
print(gate.acquire(blocking=False), gate.acquire(timeout=0.01), gate.locked(), gate.counter)
gate.release()
try:
    gate.release()
except ValueError as error:
    print(error)
print(isinstance(gate, Semaphore), isinstance(gate, BoundedSemaphore), Semaphore.__qualname__, type(gate).__module__)
"""
    told = tell(source, tmp_path, python)
    acquired = [record for record in told.records if record.kind == Kind.ACQUIRE]
    assert [(record.line, bool(record.flags & Flag.WAITED)) for record in acquired] == [(6, False), (6, True), (9, False)]
    assert [row for row in told.waits() if row[0] == "semaphore"] == [("semaphore", "3.1", 6), ("semaphore", "3.1", 10)]
    ended = [record.flags for record in told.records if record.kind == Kind.WAIT_END and told.names.get(record.subject) == "3.1"]
    assert ended == [Outcome.REFUSED, Outcome.TIMEOUT]
    assert [record.value for record in told.records if record.kind == Kind.RELEASE][:3] == [1, 1, 1]


@with_gevent
def test_a_reentrant_lock_counts(python: str, tmp_path: Path) -> None:
    source = """
import gevent
from gevent.lock import RLock
lock = RLock()
def work():
    with lock:
        with lock:
            gevent.sleep(0.01)
gevent.joinall([gevent.spawn(work), gevent.spawn(work)])
print(lock.acquire(timeout=0.01), lock._count)
"""
    told = tell(source, tmp_path, python)
    assert [record.value for record in told.records if record.kind in (Kind.ACQUIRE, Kind.RELEASE)] == [1, 2, 1, 0, 1, 2, 1, 0, 1]
    assert [row for row in told.waits() if row[0] == "lock"] == [("lock", "2.1", 6)]


@with_gevent
def test_what_gevent_makes_for_itself_is_not_told(python: str, tmp_path: Path) -> None:
    source = """
import gevent
from gevent.pool import Pool
print(Pool(2).map(abs, [-1, -2, -3]))
"""
    assert not tell(source, tmp_path, python).rows(Kind.CREATE)
