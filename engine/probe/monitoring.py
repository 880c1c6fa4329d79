"""Watch generators by `sys.monitoring` (CPython 3.12 and later), under a tool number that is free.

A program that asks for that number gets it, as if it had been free all the time.

The first call of each function comes here once; if it is no generator function of the program's own, never again. Those are watched one by
one, by events of their own code, and no more once they turn out to be iterators. Only how a generator is thrown into, and how it ends by
an exception, are events of the whole interpreter; they are asked for while there is a generator with a lane.
"""

from __future__ import annotations

import sys

from . import recorder
from .generators import (
    ALL,
    CLOSED,
    NOTHING,
    RAISED,
    STEPS,
    TELL_EVERY,
    Routine,
    ended,
    entered,
    left,
    lives,
    look_at_clock,
    routine_of,
    routines,
)
from .hooking import builtin, unseen
from .kinds import Turn
from .location import get_frame

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

live_at = lives.get
LAST_BITS = TELL_EVERY - 1
TOOLS = (4, 3)  # numbers that no kind of tool is meant to use


class _Watch:
    tool = -1
    is_wide = False  # exceptions are asked for
    is_hooked = False
    free: Any = None


def start() -> None:
    """Begin to watch, if a tool number is free and the program does not trace itself."""
    monitoring = sys.monitoring  # type: ignore[attr-defined]
    if sys.gettrace() is not None or sys.getprofile() is not None:
        return
    tool = next((number for number in TOOLS if monitoring.get_tool(number) is None), -1)
    if tool < 0:
        return
    monitoring.use_tool_id(tool, "lockstep")
    _Watch.tool = tool
    events = monitoring.events
    for event, callback in (
        (events.PY_START, _started),
        (events.PY_RESUME, _resumed),
        (events.PY_YIELD, _yielded),
        (events.PY_RETURN, _returned),
        (events.PY_THROW, _thrown),
        (events.PY_UNWIND, _unwound),
    ):
        monitoring.register_callback(tool, event, callback)
    monitoring.set_events(tool, events.PY_START)
    if not _Watch.is_hooked:
        _Watch.is_hooked = True
        _hook(monitoring)


def stop() -> None:
    """Watch no longer: from now on nothing is known of generators."""
    tool, _Watch.tool = _Watch.tool, -1
    if tool < 0:
        return
    monitoring = sys.monitoring  # type: ignore[attr-defined]
    events = monitoring.events
    monitoring.set_events(tool, 0)
    for routine in routines.values():
        if routine is not None:
            monitoring.set_local_events(tool, routine.code, 0)
    for event in (events.PY_START, events.PY_RESUME, events.PY_YIELD, events.PY_RETURN, events.PY_THROW, events.PY_UNWIND):
        monitoring.register_callback(tool, event, None)
    _Watch.free(tool)
    for live in lives.values():
        recorder.here.write(STEPS | Turn.UNTOLD << 32, live.number, 0)


def _hook(monitoring: Any) -> None:
    """Let the program see our number as one that is free."""
    raw_use, raw_get, raw_events, raw_free = monitoring.use_tool_id, monitoring.get_tool, monitoring.get_events, monitoring.free_tool_id
    _Watch.free = raw_free

    def use_tool_id(tool: Any, name: Any, /) -> None:
        try:
            if tool == _Watch.tool:
                stop()
            raw_use(tool, name)
        except BaseException as error:
            unseen(error)
            raise

    def get_tool(tool: Any, /) -> Any:
        return None if tool == _Watch.tool else raw_get(tool)

    def get_events(tool: Any, /) -> Any:
        return 0 if tool == _Watch.tool else raw_events(tool)

    def free_tool_id(tool: Any, /) -> None:
        if tool != _Watch.tool:
            raw_free(tool)

    for hook in (use_tool_id, get_tool, get_events, free_tool_id):
        builtin(monitoring, hook.__name__, hook)


def _watch(routine: Routine) -> None:
    """Ask for what is wanted of a function's generators."""
    if _Watch.tool < 0:
        return
    monitoring = sys.monitoring  # type: ignore[attr-defined]
    events = monitoring.events
    wanted = 0
    if routine.wanted == ALL:
        wanted = events.PY_START | events.PY_RESUME | events.PY_YIELD | events.PY_RETURN
    elif routine.wanted != NOTHING:
        wanted = events.PY_RESUME | events.PY_RETURN
    monitoring.set_local_events(_Watch.tool, routine.code, wanted)


def _watch_exceptions() -> None:
    monitoring = sys.monitoring  # type: ignore[attr-defined]
    events = monitoring.events
    is_wide = bool(lives)
    if is_wide is not _Watch.is_wide and _Watch.tool >= 0:
        _Watch.is_wide = is_wide
        monitoring.set_events(_Watch.tool, events.PY_START | ((events.PY_THROW | events.PY_UNWIND) if is_wide else 0))


def _started(code: CodeType, offset: int) -> Any:
    try:
        routine = routines[id(code)] if id(code) in routines else _meet(code)
        if routine is None or routine.wanted != ALL:
            return sys.monitoring.DISABLE  # type: ignore[attr-defined]
        _enter(routine, is_new=True)
    except Exception:  # something of an unknown shape goes unrecorded
        return None


def _meet(code: CodeType) -> Routine | None:
    routine = routine_of(code)
    if routine is not None:
        _watch(routine)
    return routine


def _enter(routine: Routine, *, is_new: bool) -> None:
    entered(routine, get_frame(2), is_new=is_new)
    if routine.wanted != ALL:
        _watch(routine)
    if lives and not _Watch.is_wide:
        _watch_exceptions()


def _resumed(code: CodeType, offset: int) -> None:
    try:
        live = live_at(id(get_frame(1)))
        if live is not None and live.is_counted:  # millions of times: first, and in few words
            live.count = count = live.count + 1
            if not count & LAST_BITS:
                look_at_clock(live)
            return
        routine = routines[id(code)]
        if routine is not None and routine.wanted == ALL:
            _enter(routine, is_new=False)
    except Exception:
        return


def _yielded(code: CodeType, offset: int, value: object) -> None:
    try:
        routine = routines[id(code)]
        left(get_frame(1))
        if routine is not None and routine.wanted != ALL:
            _watch(routine)
    except Exception:
        return


def _returned(code: CodeType, offset: int, value: object) -> None:
    try:
        ended(get_frame(1))
    except Exception:
        return


def _thrown(code: CodeType, offset: int, error: BaseException) -> None:
    try:
        routine = routines.get(id(code))
        if routine is not None and routine.wanted == ALL and id(get_frame(1)) in lives:  # an iterator that is dropped is closed
            _enter(routine, is_new=False)
    except Exception:
        return


def _unwound(code: CodeType, offset: int, error: BaseException) -> None:
    try:
        if routines.get(id(code)) is not None:
            ended(get_frame(1), CLOSED if isinstance(error, GeneratorExit) else RAISED)
            if not lives:
                _watch_exceptions()
    except Exception:
        return
