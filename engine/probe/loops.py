"""Hook asyncio's event loops: their queue of callbacks is one that tells (tasks.py), and they say when they wait, and when they stop."""

from __future__ import annotations

import sys
from _thread import get_ident
from collections import deque
from types import BuiltinFunctionType, MethodType

from . import awaiting, existence, recorder
from .hooking import unseen
from .kinds import Kind, Reason, Watched
from .known_tasks import Library
from .location import caller, get_frame, location_of
from .replacing import replace
from .tasks import Ready

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

here = recorder.here
IO_WAIT, IO_END = Kind.WAIT << 48 | Reason.IO << 40, Kind.WAIT_END << 48 | Reason.IO << 40
SEALED = Watched.NOTHING << 32


def install(module: ModuleType) -> None:
    """Hook `asyncio.base_events`: the loops that it makes, when they wait, and when they stop."""
    tasks, futures = sys.modules["asyncio.tasks"], sys.modules["asyncio.futures"]
    both = {tasks.Task, getattr(tasks, "_PyTask", tasks.Task)}
    Library.tasks = tuple(both)
    Library.c_task, Library.get_c_name = tasks.Task, tasks.Task.get_name
    Library.step_types = {BuiltinFunctionType, MethodType}
    Library.running_loop = staticmethod(sys.modules["asyncio.events"]._get_running_loop)
    Library.run_once = module.BaseEventLoop._run_once.__code__
    awaiting.prepare(tasks, futures)
    existence.watch_tasks(Library.running_loop, awaiting.current_task)
    _hook_loop(module.BaseEventLoop)
    _hook_selectors(sys.modules["selectors"])


def _hook_loop(loop: Any) -> None:
    original_init, original_tracking = loop.__init__, loop._set_coroutine_origin_tracking

    def __init__(self: Any) -> None:
        try:
            original_init(self)
            if type(self._ready) is deque:
                self._ready = Ready()
        except BaseException as error:
            unseen(error)
            raise

    def _set_coroutine_origin_tracking(self: Any, enabled: Any) -> Any:
        ready = self._ready
        if type(ready) is Ready and caller().f_code is not Library.run_once:
            if ready.ident == get_ident():  # the loop has stopped
                ready.finish()
                ready.leave()
            ready.ident = get_ident()
        return original_tracking(self, enabled)

    replace(loop, "__init__", __init__)
    replace(loop, "_set_coroutine_origin_tracking", _set_coroutine_origin_tracking)


def _hook_selectors(module: ModuleType) -> None:
    for name in ("SelectSelector", "PollSelector", "EpollSelector", "DevpollSelector", "KqueueSelector"):
        selector = getattr(module, name, None)
        if selector is not None and "select" in vars(selector):
            _hook_select(selector)


def _hook_select(selector: Any) -> None:
    original = selector.select

    def select(self: Any, timeout: Any = None) -> Any:
        try:
            ready = None
            if caller().f_code is Library.run_once:
                ready = getattr(Library.running_loop(), "_ready", None)
            if type(ready) is not Ready:
                return original(self, timeout)
            ready.finish()
            ready.leave()
            is_alone = len(self._fd_to_key) <= 1  # the one descriptor is the loop's own, by which threads wake it
            if not is_alone and (timeout == 0 or hasattr(getattr(self, "_selector", None), "_descriptor")):
                return original(self, timeout)  # selecting.py tells of what is found, and of the wait for it
            here.hidden += 1
            try:
                return original(self, timeout) if timeout == 0 else _wait(self, original, timeout, is_alone=is_alone)
            finally:
                here.hidden -= 1
        except BaseException as error:
            unseen(error)
            raise

    replace(selector, "select", select)


def _wait(selector: Any, original: Any, timeout: Any, *, is_alone: bool) -> Any:
    """Wait for events, and say so: for how long at most, and whether only another thread could end it."""
    is_sealed = timeout is None and is_alone
    limit = -1 if timeout is None else int(timeout * 1_000_000_000)
    location = location_of(get_frame(2))
    here.write(IO_WAIT | (SEALED if is_sealed else 0) | location, 0, limit)
    try:
        return original(selector, timeout)
    finally:
        here.write(IO_END | location, 0, 0)
