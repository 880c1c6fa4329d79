"""How a hook takes a place without being seen."""

import pickle
import time
import traceback
from pathlib import Path
from types import ModuleType

import pytest

from engine.probe import hooking
from tests.engine.probe.helpers import every_python, run_both


class Sample:
    """A class to be hooked."""

    def method(self, number: int) -> int:
        """Double it."""
        return number * 2


def test_a_method_keeps_its_name_documentation_and_module(monkeypatch: pytest.MonkeyPatch) -> None:
    original = Sample.method
    monkeypatch.setattr(Sample, "method", original)

    def make(original: object) -> object:
        def hook(self: Sample, number: int) -> int:
            return 1 + original(self, number)  # type: ignore[operator]

        return hook

    hooking.method(Sample, "method", make)  # type: ignore[arg-type]
    assert Sample().method(2) == 5
    assert (Sample.method.__name__, Sample.method.__qualname__, Sample.method.__doc__) == ("method", "Sample.method", "Double it.")
    assert Sample.method.__module__ == __name__


def test_a_missing_method_is_let_be() -> None:
    hooking.method(Sample, "nothing", lambda original: original)
    assert not hasattr(Sample, "nothing")


def test_a_builtins_stand_in_is_not_bound_and_looks_like_it(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("time")
    module.sleep = time.sleep  # type: ignore[attr-defined]
    hooking.builtin(module, "sleep", lambda *arguments: arguments)

    class Holder:
        sleep = module.sleep

    assert Holder().sleep(1) == (1,)
    assert repr(module.sleep) == "<built-in function sleep>"
    monkeypatch.setattr(time, "sleep", module.sleep)
    assert pickle.loads(pickle.dumps(module.sleep)) is module.sleep


def test_our_entries_are_dropped_from_the_front_only() -> None:
    namespace: dict[str, object] = {}
    source = "def hook(function):\n    try:\n        function()\n    except BaseException as error:\n        unseen(error)\n        raise\n"
    exec(compile(source, hooking.HERE + "made.py", "exec"), {"unseen": hooking.unseen}, namespace)

    def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError) as caught:  # noqa: PT011
        namespace["hook"](fail)  # type: ignore[operator]
    names = [entry.name for entry in traceback.extract_tb(caught.value.__traceback__)]
    assert names == ["test_our_entries_are_dropped_from_the_front_only", "fail"]


def test_only_entries_of_ours_are_dropped_from_a_traceback() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        _ = 1 / 0
    before = traceback.format_tb(caught.value.__traceback__)
    hooking.unseen(caught.value)
    assert traceback.format_tb(caught.value.__traceback__) == before


@every_python
def test_inspect_shows_the_signatures_of_what_was_replaced(python: str, tmp_path: Path) -> None:
    source = """
import _thread, asyncio, concurrent.futures, inspect, io, multiprocessing.pool, os, queue, re, select, signal, socket
import subprocess, threading, time
owners = [
    _thread.LockType, _thread.RLock, threading, threading.Thread, threading.Condition, threading.Semaphore, threading.Event,
    threading.Barrier, threading.Timer, queue.Queue, queue.SimpleQueue, concurrent.futures.Future, concurrent.futures.ThreadPoolExecutor,
    multiprocessing.Process, multiprocessing.pool.Pool, asyncio, asyncio.Lock, asyncio.Queue, asyncio.BaseEventLoop, subprocess.Popen,
    socket.socket, signal, select, time, io, open(__file__, "rb").raw,
]
names = ["read", "write", "close", "dup", "pipe", "fork", "kill", "waitpid", "system"]
for owner, name in [*((owner, name) for owner in owners for name in dir(owner)), *((os, name) for name in names)]:
    member = getattr(owner, name, None)
    if callable(member) and not isinstance(member, type) and (name == "__init__" or not name.startswith("__")):
        try:
            shape = re.sub(" at 0x[0-9a-f]+", "", str(inspect.signature(member)))
            print(owner, name, shape, getattr(member, "__annotations__", None) or "")
        except (AttributeError, ValueError):
            print(owner, name, "none")
"""
    run_both(source, tmp_path, python=python)


@every_python
def test_a_thread_or_an_exit_handler_may_be_a_hooked_call_itself(python: str, tmp_path: Path) -> None:
    source = """
import _thread, asyncio, atexit, concurrent.futures, multiprocessing, os, queue, selectors, threading
lock, items, simple, event, semaphore = threading.Lock(), queue.Queue(), queue.SimpleQueue(), threading.Event(), threading.Semaphore(0)
lock.acquire()
for call, wait in (
    ((lock.release,), lock.acquire), ((items.put, 1), items.get), ((simple.put, 1), simple.get), ((event.set,), event.wait),
    ((semaphore.release,), semaphore.acquire),
):
    _thread.start_new_thread(call[0], call[1:])
    print(wait())
pool, other = concurrent.futures.ThreadPoolExecutor(), threading.RLock()
shared, flag, number = multiprocessing.Lock(), multiprocessing.Event(), multiprocessing.Value("i", 0)
here, there = multiprocessing.Pipe()
watch, turns = selectors.DefaultSelector(), asyncio.Queue()
for call in reversed([  # the last one registered is called first
    (lock.release,), (lock.acquire,), (other.acquire,), (other.release,), (items.put, 1), (items.get,),
    (items.put, 2, False), (items.get, False), (simple.put, 1), (simple.get,), (threading.Event().wait, 0.001),
    (semaphore.release,), (semaphore.acquire,), (threading.Condition,), (threading.Lock,), (threading.RLock,),
    (queue.Queue,), (pool.shutdown,),
    (shared.acquire,), (shared.release,), (here.send, 1), (there.recv,), (there.poll,), (flag.set,), (flag.wait,), (number.get_lock,),
    (os.kill, os.getpid(), 0), (os.system, "true"), (watch.select, 0), (asyncio.Event,), (asyncio.Condition,),
    (turns.put_nowait, 1), (turns.get_nowait,), (turns.task_done,),
]):
    atexit.register(*call)
"""
    run_both(source, tmp_path, python=python)


@every_python
def test_what_a_function_is_said_to_be_able_to_do_its_stand_in_is_said_to_be_able_to_do(python: str, tmp_path: Path) -> None:
    source = """
import os, shutil
sets = [getattr(os, name) for name in dir(os) if name.startswith("supports_") and isinstance(getattr(os, name), set)]
print([[getattr(os, name) in able for name in sorted(dir(os)) if callable(getattr(os, name))] for able in sets])
print(shutil.rmtree.avoids_symlink_attacks)
"""
    run_both(source, tmp_path, python=python)
