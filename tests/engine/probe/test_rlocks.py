"""`threading.RLock` under the probe."""

from pathlib import Path

from engine.probe.kinds import Kind, Outcome
from tests.engine.probe.helpers import each_python, of, run_both

OPERATIONS = (Kind.ACQUIRE, Kind.RELEASE, Kind.WAIT, Kind.WAIT_END)


@each_python
def test_acquire_and_release_carry_the_depth_after(python: str, tmp_path: Path) -> None:
    source = (
        "import threading\nlock = threading.RLock()\nfor _ in range(2):\n    with lock:\n        lock.acquire()\n        lock.release()\n"
    )
    found = of(run_both(source, tmp_path, python=python), *OPERATIONS)
    assert [(record.kind, record.value) for record in found] == [
        (Kind.ACQUIRE, 1),
        (Kind.ACQUIRE, 2),
        (Kind.RELEASE, 1),
        (Kind.RELEASE, 0),
    ] * 2


@each_python
def test_a_try_of_another_thread_is_refused_or_times_out(python: str, tmp_path: Path) -> None:
    source = """
import threading
lock = threading.RLock()
def work():
    print(lock.acquire(False), lock.acquire(timeout=0.01))
    try:
        lock.release()
    except RuntimeError as error:
        print(error)
with lock:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
"""
    records = run_both(source, tmp_path, python=python)
    work = [record for record in of(records, *OPERATIONS) if record.tid != record.pid]
    assert [(record.kind, record.flags) for record in work] == [
        (Kind.WAIT_END, Outcome.REFUSED),
        (Kind.WAIT, 0),
        (Kind.WAIT_END, Outcome.TIMEOUT),
    ]


@each_python
def test_a_traced_rlock_looks_and_behaves_like_a_raw_one(python: str, tmp_path: Path) -> None:
    source = """
import pickle, re, threading, weakref, _thread
lock = threading.RLock()
print(type(lock), isinstance(lock, _thread.RLock), re.sub("=[1-9][0-9]{3,}|0x[0-9a-f]+", "", repr(lock)))
with lock as entered:
    print(entered, lock._is_owned(), re.sub("=[1-9][0-9]{3,}|0x[0-9a-f]+", "", repr(lock)))
    state = lock._release_save()
    print(state[0], lock._is_owned())
    lock._acquire_restore(state)
    print(lock._is_owned())
def attempt(what):
    try:
        print(what())
    except BaseException as error:
        # C functions word these two in their own way; everything else must be the same to the letter.
        print(type(error), "" if "acquire()" in str(error) or "attribute" in str(error) else error)
attempt(lock.release)
attempt(lambda: lock.acquire(False, 1))
attempt(lambda: lock.acquire(True, -2))
attempt(lambda: pickle.dumps(lock))
attempt(lambda: setattr(lock, "x", 1))
attempt(lambda: threading.RLock.__name__)
class Mine(type(lock)):
    pass
with Mine() as mine:
    print(mine)
print(weakref.ref(lock)() is lock)
"""
    run_both(source, tmp_path, python=python)
