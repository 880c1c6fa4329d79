"""What the hooks of gevent share: a greenlet waits, its thread goes on with others.

gevent's types are written in C and cannot be changed. In their place stand subclasses of the same name and module, which do what those
do and report it; gevent's own code, and what it makes for itself, goes unreported.
"""

from __future__ import annotations

from time import monotonic_ns

from . import greenlets, recorder
from .descriptors import BEGINS, Descriptor, nanoseconds
from .kinds import Flag, Kind, Outcome
from .location import get_frame, is_internal, location_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

here = recorder.here
WAIT, WAIT_END = Kind.WAIT << 48 | Flag.STRAND << 32, Kind.WAIT_END << 48
DONE, TIMEOUT, REFUSED, RAISED = (int(outcome) << 32 for outcome in (Outcome.DONE, Outcome.TIMEOUT, Outcome.REFUSED, Outcome.RAISED))
WAITED, NONBLOCKING = Flag.WAITED << 32, Flag.NONBLOCKING << 32


def caller() -> FrameType | None:
    """Give the frame that called the hook that asks; None if a greenlet runs the hooked function itself, with nothing below it."""
    try:
        return get_frame(2)
    except ValueError:
        return None


def begin(subject: int, reason: int, timeout_ns: int, location: int) -> None:
    """Record that the greenlet that runs is about to wait."""
    greenlets.current()
    here.write(WAIT | reason << 40 | location, subject, timeout_ns)


def call(descriptor: Descriptor, what: int, limit: float | None, location: int) -> int:
    """Record that a call begins in which the greenlet that runs may wait. Returns when it began if it never waits, or 0."""
    greenlets.current()
    if limit == 0.0:
        return monotonic_ns()
    here.write(location | BEGINS[what] | Flag.STRAND << 32, descriptor.id, -1 if limit is None else nanoseconds(limit))
    return 0


def end(subject: int, reason: int, outcome: int, location: int) -> None:
    """Record that it waits no longer, and took nothing."""
    here.write(WAIT_END | reason << 40 | outcome | location, subject, 0)


def write(kind: int, subject: int, value: int, flags: int, location: int) -> None:
    """Record an operation; `flags` are in their place, as WAITED is."""
    here.write(kind << 48 | flags | location, subject, value)


def new_resource(kind: int, frame: FrameType | None, *, capacity: int | None = None) -> int:
    """Define what greenlets wait for and hold, made at `frame`; 0 if that is a line of the library's."""
    if frame is None or is_internal(frame.f_code.co_filename):
        return 0
    greenlets.current()
    return recorder.new_resource(kind, location_of(frame), capacity=capacity, waiting=recorder.STRANDS)


def stand_in(hooked: Any, raw: Any) -> Any:
    """Let a subclass pass for the type whose place it takes."""
    hooked.__module__, hooked.__name__, hooked.__qualname__, hooked.__doc__ = raw.__module__, raw.__name__, raw.__qualname__, raw.__doc__
    for name, method in vars(hooked).items():
        original: Any = getattr(raw, name, None)
        if callable(method) and hasattr(original, "__qualname__") and not isinstance(method, type):
            method.__qualname__, method.__doc__ = original.__qualname__, original.__doc__
    return hooked


def subclass(raw: Any, slots: tuple[str, ...], **methods: Any) -> Any:
    """Make the type that takes the place of `raw`, with these methods."""
    return stand_in(Answering(raw.__name__, (raw,), {"__slots__": slots, "_lockstep_raw": raw, **methods}), raw)


class Answering(type):
    """The type of such a subclass: it answers for what the library made before, or makes for itself with the type in C."""

    def __instancecheck__(cls, instance: object) -> bool:
        raw = cls.__dict__.get("_lockstep_raw")
        return type.__instancecheck__(cls if raw is None else raw, instance)

    def __subclasscheck__(cls, subclass: type) -> bool:
        raw = cls.__dict__.get("_lockstep_raw")
        return type.__subclasscheck__(cls if raw is None else raw, subclass)
