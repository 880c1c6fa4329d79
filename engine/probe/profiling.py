"""Watch generators by `sys.setprofile`, on CPython 3.11, which has no `sys.monitoring`.

That costs every call and return of the program some fraction of a microsecond. So it is done for as long as the hand-overs are told one by
one, and for MOST_EVENTS calls and returns at most: about half a second. After that they are not even counted. A profiler of the program's
own takes our place.
"""

from __future__ import annotations

import sys

from . import recorder
from .generators import ALL, CLOSED, RAISED, RETURNED, STEPS, ended, entered, left, lives, routine_of, routines
from .kinds import Turn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

MOST_EVENTS = 1_000_000
get_profile = getattr(sys.getprofile, "__wrapped__", sys.getprofile)  # not as watchers.py lets the program see it
YIELD_VALUE, RETURN_VALUE, RESUME = 86, 83, 151  # the operations' numbers in CPython 3.11


class _Watch:
    events = 0
    thrown_at = -1  # where the generator was that an exception was thrown into last


def start() -> None:
    """Begin to watch."""
    watch_thread()
    recorder.state.thread_began.append(watch_thread)


def watch_thread() -> None:
    """Watch this thread, if nobody else does."""
    if get_profile() is None and _Watch.events < MOST_EVENTS:
        sys.setprofile(_profile)


def _profile(frame: FrameType, event: str, argument: object) -> None:
    try:
        if event == "call" or event == "return":
            _look(frame, event, argument)
        _Watch.events += 1
        if _Watch.events >= MOST_EVENTS:
            _give_up()
    except Exception:  # something of an unknown shape goes unrecorded
        return


def _look(frame: FrameType, event: str, argument: object) -> None:
    code = frame.f_code
    routine = routines[id(code)] if id(code) in routines else routine_of(code)
    if routine is None:
        return
    bytecode, at = code.co_code, frame.f_lasti
    if event == "call":
        _Watch.thrown_at = at if bytecode[at] == YIELD_VALUE else -1  # else it is at a RESUME
        if routine.wanted == ALL and (_Watch.thrown_at < 0 or id(frame) in lives):  # an iterator that is dropped is closed
            entered(routine, frame, is_new=bytecode[at] == RESUME and bytecode[at + 1] & 3 == 0)
    elif bytecode[at] != YIELD_VALUE:
        ended(frame, RETURNED if bytecode[at] == RETURN_VALUE else RAISED if _Watch.thrown_at < 0 else CLOSED)
    elif at == _Watch.thrown_at and argument is None:
        ended(frame, CLOSED)  # what was thrown into it came out again
    else:
        left(frame)
        if routine.wanted != ALL:
            _give_up()


def _give_up() -> None:
    """Watch no longer: from now on nothing is known of generators."""
    _Watch.events = MOST_EVENTS
    if get_profile() is _profile:
        sys.setprofile(None)
    for live in lives.values():
        recorder.here.write(STEPS | Turn.UNTOLD << 32, live.number, 0)
