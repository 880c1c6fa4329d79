"""Programs that gevent has monkey-patched, under the probe: what Python's own modules do is the greenlets' waiting, not the thread's."""

from pathlib import Path

from engine.probe.kinds import Call, Flag, Kind
from tests.engine.probe.greens import tell, with_gevent

PATCHED = "from gevent import monkey; monkey.patch_all()\n"


@with_gevent
def test_patched_sleeps_overlap_and_are_the_greenlets_own(python: str, tmp_path: Path) -> None:
    source = """import gevent, time
def work(n):
    time.sleep(0.01)
gevent.joinall([gevent.spawn(work, n) for n in range(3)])
"""
    told = tell(PATCHED + source, tmp_path, python)
    assert [row for row in told.waits() if row[0] == "sleep"] == [("sleep", "", 4)] * 3
    assert all(record.flags & Flag.STRAND for record in told.records if record.kind == Kind.WAIT and record.location)
    ends = [index for index, record in enumerate(told.records) if record.kind == Kind.WAIT_END and record.location]
    waits = [index for index, record in enumerate(told.records) if record.kind == Kind.WAIT and record.location]
    assert max(waits) < min(ends)


@with_gevent
def test_unpatched_sleeps_block_the_thread_one_after_the_other(python: str, tmp_path: Path) -> None:
    source = """import gevent, time
def work(n):
    time.sleep(0.01)
gevent.joinall([gevent.spawn(work, n) for n in range(3)])
"""
    told = tell(source, tmp_path, python)
    sleeps = [record for record in told.records if record.kind in (Kind.WAIT, Kind.WAIT_END) and record.line == 3]
    assert [record.kind for record in sleeps] == [Kind.WAIT, Kind.WAIT_END] * 3
    assert not any(record.flags & Flag.STRAND for record in sleeps)


@with_gevent
def test_threads_are_greenlets_with_their_names_and_every_primitive_is_theirs(python: str, tmp_path: Path) -> None:
    source = """import threading, time, queue
lock, rlock, condition, items = threading.Lock(), threading.RLock(), threading.Condition(), queue.Queue(1)
permits, event, out = threading.Semaphore(1), threading.Event(), []
def work(n):
    with lock:
        time.sleep(0.01)
    with rlock, rlock:
        time.sleep(0)
    with permits:
        time.sleep(0)
    items.put(n)
    event.wait(5)
    with condition:
        out.append(n)
        condition.notify_all()
threads = [threading.Thread(target=work, args=(n,), name=f"worker {n}") for n in range(2)]
for thread in threads: thread.start()
print(sorted(items.get() for _ in threads))
event.set()
with condition:
    while len(out) < 2: condition.wait()
for thread in threads: thread.join()
print(out, type(lock).__name__, threading.active_count())
"""
    told = tell(PATCHED + source, tmp_path, python)
    assert {"worker 0", "worker 1", "hub", "main"} == {told.names[strand] for strand in told.kinds}
    assert len({record.tid for record in told.records}) == 1
    assert not told.rows(Kind.THREAD_END)[1:]
    reasons = {row[0] for row in told.waits()}
    assert {"lock", "sleep", "queue_get", "event", "join", "condition"} <= reasons
    assert [row for row in told.waits() if row[0] == "join"] == [("join", "worker 0", 23), ("join", "worker 1", 23)]


@with_gevent
def test_patched_sockets_wait_as_io(python: str, tmp_path: Path) -> None:
    source = """import socket, threading, select, time
here, there = socket.socketpair()
def receive():
    print(here.recv(5))
    print(select.select([here], [], [], 5)[0] == [here])
thread = threading.Thread(target=receive)
thread.start()
time.sleep(0)  # it waits now
there.send(b"hello")
there.send(b"again")
thread.join()
"""
    told = tell(PATCHED + source, tmp_path, python)
    called = [
        (Call(record.flags & ~Flag.STRAND), record.line)
        for record in told.records
        if record.kind == Kind.CALL and record.flags & Flag.STRAND
    ]
    assert sorted(called, key=lambda call: call[1]) == [(Call.RECV, 5), (Call.SELECT, 6), (Call.SEND, 10), (Call.SEND, 11)]


@with_gevent
def test_patching_late_keeps_what_was_made_before(python: str, tmp_path: Path) -> None:
    source = """import threading, queue
before, lock = queue.Queue(), threading.Lock()
from gevent import monkey
monkey.patch_all(thread=True)
after = queue.Queue()
with lock:
    before.put(1); after.put(2)
print(before.get(), after.get(), type(before) is queue.Queue, isinstance(after, queue.Queue))
"""
    told = tell(source, tmp_path, python)
    assert len([record for record in told.records if record.kind == Kind.PUT]) == 2
