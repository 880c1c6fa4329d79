"""`threading.Lock` under the probe: what is recorded, and that nobody can tell."""

from pathlib import Path

from engine.probe.kinds import Definition, Flag, Kind, Outcome, Reason, Taking
from tests.engine.probe.helpers import every_python, of, read, run, run_both

OPERATIONS = (Kind.ACQUIRE, Kind.RELEASE, Kind.WAIT, Kind.WAIT_END)


@every_python
def test_an_uncontended_pair_is_one_acquire_and_one_release_with_their_lines(python: str, tmp_path: Path) -> None:
    records = run_both(
        "import threading\nlock = threading.Lock()\nfor _ in range(3):\n    lock.acquire()\n    lock.release()\n", tmp_path, python=python
    )
    found = of(records, *OPERATIONS)
    assert [(record.kind, record.line) for record in found] == [(Kind.ACQUIRE, 4), (Kind.RELEASE, 5)] * 3
    assert {record.subject for record in found} == {of(records, Kind.CREATE)[0].subject}
    assert of(records, Kind.CREATE)[0].line == 2


@every_python
def test_with_records_the_same(python: str, tmp_path: Path) -> None:
    records = run_both("from threading import Lock\nlock = Lock()\nwith lock:\n    pass\n", tmp_path, python=python)
    assert [record.kind for record in of(records, *OPERATIONS)] == [Kind.ACQUIRE, Kind.RELEASE]


@every_python
def test_a_refused_try_and_a_timeout(python: str, tmp_path: Path) -> None:
    source = """
import threading
lock = threading.Lock()
print(lock.acquire(False), lock.acquire(False), lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.acquire(True, 0.01))
"""
    found = of(run_both(source, tmp_path, python=python), *OPERATIONS)
    assert [(record.kind, record.flags) for record in found] == [
        (Kind.ACQUIRE, Flag.NONBLOCKING),
        (Kind.WAIT_END, Outcome.REFUSED),
        (Kind.WAIT_END, Outcome.REFUSED),
        (Kind.WAIT, 0),
        (Kind.WAIT_END, Outcome.TIMEOUT),
        (Kind.WAIT, 0),
        (Kind.WAIT_END, Outcome.TIMEOUT),
    ]
    assert found[3].value == 10_000_000
    assert {record.reason for record in found[1:]} == {Reason.LOCK}


@every_python
def test_the_one_who_waits_says_so_and_acquires_after_the_release(python: str, tmp_path: Path) -> None:
    source = """
import sys, threading
lock, other = threading.Lock(), threading.Lock()
def work():
    with lock:
        pass
with lock:
    thread = threading.Thread(target=work)
    thread.start()
    while lock not in [frame.f_locals.get("self") for frame in sys._current_frames().values()]:
        pass
thread.join()
"""
    done = run(source, tmp_path, python=python)
    assert done.returncode == 0, done.stderr
    records = of(read(tmp_path), *OPERATIONS)
    assert [(record.kind, record.flags, record.line) for record in records if record.reason != Reason.JOIN] == [
        (Kind.ACQUIRE, Taking.SCOPED, 7),
        (Kind.WAIT, 0, 5),
        (Kind.RELEASE, 0, 7),
        (Kind.ACQUIRE, Flag.WAITED | Taking.SCOPED, 5),
        (Kind.RELEASE, 0, 5),
    ]


@every_python
def test_a_traced_lock_looks_and_behaves_like_a_raw_one(python: str, tmp_path: Path) -> None:
    source = """
import copy, pickle, re, sys, threading, weakref, _thread
lock = threading.Lock()
print(re.sub("0x[0-9a-f]+", "", repr(lock)), lock.locked(), type(lock), isinstance(lock, _thread.LockType))
print(isinstance(lock, threading.Lock) if sys.version_info >= (3, 13) else callable(threading.Lock))
with lock as entered:
    print(entered, lock.locked(), re.sub("0x[0-9a-f]+", "", repr(lock)))
def attempt(what):
    try:
        print(what())
    except BaseException as error:
        # C functions word these two in their own way; everything else must be the same to the letter.
        print(type(error), "" if "acquire()" in str(error) or "attribute" in str(error) else error)
attempt(lambda: lock.release())
attempt(lambda: lock.acquire(False, 1))
attempt(lambda: lock.acquire(True, -2))
attempt(lambda: lock.acquire(timeout="x"))
attempt(lambda: lock.acquire(timeout=1e20))
attempt(lambda: lock.acquire(1, 2, 3))
attempt(lambda: pickle.dumps(lock))
attempt(lambda: copy.copy(lock))
attempt(lambda: setattr(lock, "x", 1))
attempt(lambda: type("Mine", (type(lock),), {}) and 0)
attempt(lambda: pickle.loads(pickle.dumps(threading.Lock)) is threading.Lock)
print(lock.locked(), weakref.ref(lock)() is lock, lock == lock, lock != threading.Lock(), hash(lock) == hash(lock))
class Holder:
    make = threading.Lock
print(Holder().make().locked())
lock.acquire()
lock._at_fork_reinit()
print(lock.locked(), sorted(name for name in dir(lock) if not name.startswith("_")))
print(_thread.allocate_lock().acquire(), threading.Lock.__name__, threading.Lock.__module__)
"""
    run_both(source, tmp_path, python=python)


@every_python
def test_a_traceback_shows_no_frame_of_ours(python: str, tmp_path: Path) -> None:
    source = """
import threading
def fail():
    lock = threading.Lock()
    try:
        lock.acquire(True, -5)
    finally:
        lock.release()
fail()
"""
    run_both(source, tmp_path, python=python)


@every_python
def test_locks_of_the_standard_library_stay_raw(python: str, tmp_path: Path) -> None:
    records = run_both(
        "import logging, queue, threading\nlogging.Handler().acquire()\nthreading.Event\nqueue.Queue\n", tmp_path, python=python
    )
    assert not of(records, Kind.CREATE)
    assert not [record for record in of(records, Kind.DEFINE) if record.flags == Definition.RESOURCE]
