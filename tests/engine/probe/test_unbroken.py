"""A lock is taken and given back in one go, as a C function does it: no signal's handler and no recursion leaves it held."""

from pathlib import Path

from engine.probe.kinds import Kind
from engine.probe.unbroken import AFTER_YIELD_FROM, RESUME, unbroken
from tests.engine.probe.helpers import each_python, of, read, run, run_both

# An exception after each call that a hook makes, one after the other: it is where Python looks whether a handler is to run.
EACH_CALL = """
import sys, threading
set_profile = sys.setprofile.__wrapped__  # which shows our frames, too
class Bell(BaseException): pass
def use(thing):
    with thing: pass
def call(thing):
    thing.acquire()
    try: pass
    finally: thing.release()
def nest(thing):
    with thing:
        with thing: pass
def is_free(thing):
    found = []
    def look():
        found.append(thing.acquire(blocking=False))
        if found[0]: thing.release()
    other = threading.Thread(target=look)
    other.start()
    other.join()
    return found[0]
def ring_at(number, act, thing):
    calls = 0
    def watch(frame, event, argument):
        nonlocal calls
        if event == "c_return" and frame.f_code.co_filename != __file__:
            calls += 1
            if calls == number:
                raise Bell
    set_profile(watch)
    try: act(thing)
    except Bell: return True
    finally: set_profile(None)
    return False
for make, act in ((threading.Lock, use), (threading.Lock, call), (threading.RLock, use), (threading.RLock, call), (threading.RLock, nest)):
    for again in range(2):  # then its places are known
        number, thing = 1, make()
        if again:
            act(thing)
        while ring_at(number, act, thing):
            if not is_free(thing):
                print(make, act.__name__, "held after call", number)
                thing = make()
            number += 1
        print("calls", number > 5)
"""
AT_BEGIN = """
import _thread, signal, threading
class Bell(Exception): pass
def ring(*_): raise Bell
signal.signal(signal.SIGALRM, ring)
for make in (threading.Lock, threading.RLock):
    lock = make()
    try:
        with lock:
            for _ in map(_thread.interrupt_main, [signal.SIGALRM]):  # nothing looks at signals before the block is left
                break
    except Bell:
        print("rung")
    print(repr(lock).split()[0])
"""
DEEP = """
import sys, threading
def with_(lock):
    with lock: pass
def again(lock):
    with lock: again(lock)
def down(depth, act, lock):
    if depth: return down(depth - 1, act, lock)
    act(lock)
def try_(act, lock, depth=0):
    try: down(depth, act, lock)
    except RecursionError: pass
    if "unlocked" not in repr(lock): print(act, lock, depth)
for depth in range(sys.getrecursionlimit() - 40, sys.getrecursionlimit()):
    try_(with_, threading.Lock(), depth)
    try_(with_, threading.RLock(), depth)
try_(again, threading.RLock())
"""


@each_python
def test_no_exception_after_a_call_of_a_hook_leaves_a_lock_held(python: str, tmp_path: Path) -> None:
    told = run(EACH_CALL, tmp_path, python=python)
    assert (told.stdout.splitlines(), told.stderr) == (["calls True"] * 10, "")
    assert of(read(tmp_path), Kind.ACQUIRE)


@each_python
def test_a_handler_that_runs_as_a_block_is_left_finds_the_lock_free(python: str, tmp_path: Path) -> None:
    records = run_both(AT_BEGIN, tmp_path, python=python)
    assert len(of(records, Kind.ACQUIRE)) == len(of(records, Kind.RELEASE)) == 2


@each_python
def test_no_recursion_leaves_a_lock_held(python: str, tmp_path: Path) -> None:
    run_both(DEEP, tmp_path, python=python)


def test_what_is_released_once_more_is_told_of_as_ever(tmp_path: Path) -> None:
    source = "import threading\nlock = threading.RLock()\nwith lock:\n    lock.release()\n"
    assert not [record for record in of(run_both(source, tmp_path), Kind.RELEASE) if record.line not in (3, 4)]


def test_only_how_a_function_begins_is_changed() -> None:
    def outer(value: int) -> int:
        def inner() -> int:  # it has a cell, which is copied before the function begins
            return value + 1

        before = inner.__code__.co_code
        after = unbroken(inner).__code__.co_code
        (at,) = [at for at in range(len(before)) if before[at] != after[at]]
        assert (before[at - 1], after[at]) == (RESUME, AFTER_YIELD_FROM)
        return inner()

    assert outer(1) == 2
