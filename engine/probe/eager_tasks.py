"""Record tasks that begin at once, within `create_task` (Python 3.12's eager tasks).

An eager task's first step is over when its maker gets it into his hands; so its beginning is recorded before there is a task, under a
number that the task gets when it shows itself: when it is queued, or when `create_task` returns.
"""

from __future__ import annotations

import sys

from . import known_tasks, recorder, tasks
from .hooking import unseen
from .kinds import Kind
from .location import get_frame, location_of
from .replacing import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

here = recorder.here
START, STEP, STRAND_END = Kind.START << 48, Kind.STEP << 48, Kind.STRAND_END << 48


def install(module: ModuleType) -> None:
    """Hook `asyncio.base_events`."""
    factory = getattr(sys.modules["asyncio.tasks"], "eager_task_factory", None)
    eager_code = getattr(factory, "__code__", None)
    original = module.BaseEventLoop.create_task

    def create_task(self: Any, coro: Any, **keywords: Any) -> Any:
        try:
            given = self._task_factory
            is_eager = keywords.get("eager_start") if given is None else getattr(given, "__code__", None) is eager_code
            if is_eager and not known_tasks.is_own(code := known_tasks.code_of(coro)) and code is not None:
                task = _begin(self, original, coro, keywords)
            else:
                task = original(self, coro, **keywords)
            trace = getattr(task, "_source_traceback", None)
            if trace:
                trace[:] = [entry for entry in trace if entry.filename != __file__]
            return task
        except BaseException as error:
            unseen(error)
            raise

    if eager_code is not None:
        replace(module.BaseEventLoop, "create_task", create_task)


def _begin(loop: Any, original: Any, coroutine: Any, keywords: dict[str, Any]) -> Any:
    number = recorder.new_id()
    known_tasks.define(number, coroutine, "")
    here.write(START | location_of(get_frame(2)), number, 0)
    here.write(STEP, number, 0)
    before, here.eager = here.eager, number
    task = None
    try:
        task = original(loop, coroutine, **keywords)
        return task
    finally:
        here.eager = before
        _settle(task, number, coroutine)
        _resume(loop, before)


def _settle(task: Any, number: int, coroutine: Any) -> None:
    """Say how the first step left the task; there is none if it could not be made."""
    if task is None:
        here.write(STRAND_END | known_tasks.DROPPED, number, 0)
        return
    tasks.settle(known_tasks.adopt(task, number, coroutine), task)


def _resume(loop: Any, before: int) -> None:
    """Say that the thread goes on with whoever made the task."""
    current = getattr(loop._ready, "current", None)
    here.write(STEP, before or (current.number if current is not None else 0), 0)
