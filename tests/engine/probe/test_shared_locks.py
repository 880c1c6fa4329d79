"""multiprocessing's locks and semaphores: who has them, who waits, and that both know the same one."""

from pathlib import Path

import pytest

from engine.probe.kinds import Flag, Kind, Outcome, Reason, ResourceKind, Taking
from tests.engine.probe.bell import BELL
from tests.engine.probe.family import METHODS, body, names, tell

WITH_LOCK = """
def work(lock):
    with lock:
        pass
"""


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", [ResourceKind.LOCK, ResourceKind.RLOCK, ResourceKind.SEMAPHORE])
def test_two_processes_know_one_lock(method: str, kind: ResourceKind, tmp_path: Path) -> None:
    make = {ResourceKind.LOCK: "Lock()", ResourceKind.RLOCK: "RLock()", ResourceKind.SEMAPHORE: "BoundedSemaphore(2)"}[kind]
    told = tell(
        WITH_LOCK + body(f"lock = ctx.{make}", "work(lock)", "p = ctx.Process(target=work, args=(lock,))", "p.start(); p.join()"),
        tmp_path,
        method,
    )
    lock = told.resource(kind)
    assert names(told.of(lock)) == ["CREATE", "ACQUIRE", "RELEASE", "ACQUIRE", "RELEASE"]
    assert [record.line for record in told.of(lock)] == [12, 8, 8, 8, 8]
    assert [record.flags for record in told.of(lock, Kind.ACQUIRE)] == [Taking.SCOPED] * 2
    assert [record.pid for record in told.of(lock)] == [told.program] * 3 + told.children() * 2
    assert len(told.defined) == 1


def test_a_lock_that_another_process_has_is_waited_for(tmp_path: Path) -> None:
    work = """
def work(lock, connection):
    connection.send("I am coming")
    lock.acquire()
    lock.release()
"""
    lines = (
        "lock = ctx.Lock(); a, b = ctx.Pipe()",
        "lock.acquire()",
        "p = ctx.Process(target=work, args=(lock, b)); p.start(); a.recv()",
        "until_asleep(p.pid); lock.release()",
        "p.join()",
    )
    told = tell(work + body(*lines), tmp_path, "fork")
    lock = told.resource(ResourceKind.LOCK)
    records = told.of(lock, pid=told.children()[0])
    assert names(records) == ["WAIT", "ACQUIRE", "RELEASE"]
    assert (records[0].reason, records[0].value, records[1].flags) == (Reason.LOCK, -1, Flag.WAITED)
    release = told.of(lock, Kind.RELEASE, pid=told.program)[0]
    assert release.time < records[1].time


def test_what_cannot_be_had_is_refused_or_too_late(tmp_path: Path) -> None:
    lines = (
        "lock = ctx.Lock(); permits = ctx.Semaphore(1)",
        "print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.01), lock.acquire(True, -1))",
        "print(permits.acquire(), permits.acquire(block=False), permits.acquire(timeout=0.01), permits.get_value())",
    )
    told = tell(body(*lines), tmp_path, "fork")
    for kind, reason in ((ResourceKind.LOCK, Reason.LOCK), (ResourceKind.SEMAPHORE, Reason.SEMAPHORE)):
        records = told.of(told.resource(kind))
        assert names(records)[:5] == ["CREATE", "ACQUIRE", "WAIT_END", "WAIT", "WAIT_END"]
        assert [record.flags for record in records[2:5]] == [Outcome.REFUSED, 0, Outcome.TIMEOUT]
        assert (records[3].reason, records[3].value) == (reason, 10_000_000)


def test_the_value_is_the_depth_or_the_permits_left(tmp_path: Path) -> None:
    lines = (
        "deep = ctx.RLock(); permits = ctx.Semaphore(3)",
        "deep.acquire(); deep.acquire(); deep.release(); deep.release()",
        "permits.acquire(); permits.acquire(); permits.release()",
    )
    told = tell(body(*lines), tmp_path, "fork")
    deep, permits = told.resource(ResourceKind.RLOCK), told.resource(ResourceKind.SEMAPHORE)
    assert [record.value for record in told.of(deep, Kind.ACQUIRE, Kind.RELEASE)] == [1, 2, 1, 0]
    assert [record.value for record in told.of(permits, Kind.ACQUIRE, Kind.RELEASE)] == [2, 1, 2]
    assert told.defined[permits][3] == "3"


@pytest.mark.parametrize("statement", ["ctx.Lock().release()", "ctx.RLock().release()", "ctx.BoundedSemaphore(1).release()"])
def test_a_release_that_is_refused_is_not_one(statement: str, tmp_path: Path) -> None:
    told = tell(body(statement), tmp_path, "fork", code=1)
    assert not told.some(Kind.RELEASE)


@pytest.mark.parametrize("arguments", ["'x', 'y'", "True, 'soon'", "timeout=None, block=1, more=2"])
def test_wrong_arguments_raise_what_they_always_did(arguments: str, tmp_path: Path) -> None:
    source = body("lock = ctx.Lock()", "lock.acquire()", f"try: print(lock.acquire({arguments}))", "except TypeError: print('TypeError')")
    tell(source, tmp_path, "fork")


def test_locks_look_as_ever_and_carry_nothing_of_ours_away(tmp_path: Path) -> None:
    lines = (
        "lock = ctx.Lock(); deep = ctx.RLock(); permits = ctx.BoundedSemaphore(2)",
        "print(lock, deep, permits, ctx.Semaphore(4))",
        "with lock, deep: print(lock, deep)",
        "from multiprocessing import synchronize",
        "print(type(lock) is synchronize.Lock, isinstance(permits, synchronize.Semaphore), synchronize.SemLock.__init__.__qualname__)",
        "import inspect; print(inspect.signature(synchronize.SemLock.__init__), inspect.signature(synchronize.Condition.wait))",
        "import pickle",
        "try: pickle.dumps(lock)",
        "except RuntimeError as error: print(error)",
        "import copy",
        "from multiprocessing.context import set_spawning_popen, reduction",
        "class Popen:\n        def duplicate_for_child(self, handle): return handle",
        "set_spawning_popen(Popen()); print(b'lockstep' in bytes(reduction.ForkingPickler.dumps(mp.get_context('spawn').RLock())))",
    )
    tell(body(*lines), tmp_path, "fork")


def test_a_lock_in_a_subclass_of_the_programs_is_recorded(tmp_path: Path) -> None:
    source = """
from multiprocessing import synchronize
class Mine(synchronize.Lock):
    def __init__(self):
        super().__init__(ctx=mp.get_context("fork"))
"""
    told = tell(source + body("with Mine(): pass"), tmp_path, "fork")
    assert names(told.of(told.resource(ResourceKind.LOCK))) == ["CREATE", "ACQUIRE", "RELEASE"]


def test_an_interrupted_wait_ends(tmp_path: Path) -> None:
    lines = (
        "lock = ctx.Lock(); lock.acquire()",
        "signal.signal(signal.SIGALRM, lambda *_: (_ for _ in [ignore_bell()]).throw(InterruptedError('alarm')))",
        "ring_when_asleep()",
        "try: lock.acquire()",
        "except InterruptedError as error: print(error)",
    )
    told = tell(BELL + body(*lines), tmp_path, "fork")
    assert told.of(told.resource(ResourceKind.LOCK))[-1].flags == Outcome.RAISED


def test_the_librarys_own_locks_are_not_recorded(tmp_path: Path) -> None:
    told = tell(
        body("q = ctx.Queue(); e = ctx.Event(); b = ctx.Barrier(1); c = ctx.Condition(); p = ctx.Pool(1); p.close(); p.join()"),
        tmp_path,
        "fork",
    )
    kinds = {int(fields[0]) for fields in told.defined.values()}
    assert kinds == {ResourceKind.QUEUE, ResourceKind.EVENT, ResourceKind.BARRIER, ResourceKind.CONDITION, ResourceKind.POOL}
