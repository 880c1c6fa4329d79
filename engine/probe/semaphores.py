"""Trace `threading.Semaphore`, `BoundedSemaphore`, `Event` and `Barrier`."""

from __future__ import annotations

from . import hooking, recorder
from .hooking import unseen
from .kinds import Flag, Kind, Reason, ResourceKind
from .location import caller, is_internal, location_id, location_of
from .locks import timeout_ns
from .operations import DONE, REFUSED, TIMEOUT, Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

here, emit = recorder.here, recorder.emit
ACQUIRE, RELEASE = Kind.ACQUIRE << 48, int(Kind.RELEASE)
SET, CLEAR, ARRIVE, CLOSE, RESIZE = int(Kind.SET), int(Kind.CLEAR), int(Kind.ARRIVE), int(Kind.CLOSE), int(Kind.RESIZE)
WAITED, NONBLOCKING = Flag.WAITED << 32, Flag.NONBLOCKING << 32


def install(module: ModuleType) -> None:
    """Hook the module `threading`."""
    for owner in (module.Semaphore, module.Event, module.Barrier):
        owner._lockstep = 0
    _hook_semaphores(module.Semaphore, module.BoundedSemaphore)
    _hook_event(module.Event)
    _hook_barrier(module.Barrier)
    _hook_timer(module.Timer)


def make_init(original: Any, kind: int, capacity: Any = lambda self: None) -> Any:
    """Make an `__init__` that creates a resource for an object that the program makes."""

    def __init__(self: Any, *arguments: Any, **keywords: Any) -> None:
        try:
            original(self, *arguments, **keywords)
            frame = caller()
            if not is_internal(frame.f_code.co_filename):
                made = recorder.new_resource(kind, location_of(frame), capacity=capacity(self))
                object.__setattr__(self, "_lockstep", made)
        except BaseException as error:
            unseen(error)
            raise

    return __init__


def permits(self: Any) -> int | None:
    """Return a semaphore's permits now, if it is a plain number."""
    value = self._value
    return value if type(value) is int else None


def _hook_semaphores(semaphore: Any, bounded: Any) -> None:
    for owner in (semaphore, bounded):
        hooking.method(owner, "__init__", lambda original: make_init(original, ResourceKind.SEMAPHORE, permits))
    raw_acquire = semaphore.acquire
    hooking.method(semaphore, "acquire", _make_acquire)
    if semaphore.__enter__ is raw_acquire:
        semaphore.__enter__ = semaphore.acquire
    hooking.method(semaphore, "release", _make_release)
    hooking.method(bounded, "release", _make_release)


def _make_acquire(original: Any) -> Any:
    def acquire(self: Any, blocking: Any = True, timeout: Any = None) -> bool:
        try:
            if not self._lockstep:
                return original(self, blocking, timeout)  # type: ignore[no-any-return]
            with Operation(self._lockstep, Reason.SEMAPHORE, timeout_ns(timeout)) as operation:
                taken: bool = original(self, blocking, timeout)
            if not taken:
                operation.end(TIMEOUT if operation.is_waiting else REFUSED)
                return taken
            flags = WAITED if operation.is_waiting else 0 if blocking else NONBLOCKING
            here.write(ACQUIRE | flags | operation.location, operation.subject, permits(self) or 0)
            return taken
        except BaseException as error:
            unseen(error)
            raise

    return acquire


def _make_release(original: Any) -> Any:
    def release(self: Any, n: Any = 1) -> None:
        try:
            if self._lockstep and type(n) is int and n >= 1:
                value = (permits(self) or 0) + n
                if value <= self.__dict__.get("_initial_value", value):
                    emit(RELEASE, self._lockstep, value, 0, location_id())
            return original(self, n)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    return release


def _make_mark(original: Any, kind: int) -> Any:
    """Hook a method that changes a resource and never blocks: record it, then do it."""

    def mark(self: Any) -> None:
        try:
            if self._lockstep:
                emit(kind, self._lockstep, 0, 0, location_id())
            return original(self)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    return mark


def _hook_event(event: Any) -> None:
    hooking.method(event, "__init__", lambda original: make_init(original, ResourceKind.EVENT))
    hooking.method(event, "set", lambda original: _make_mark(original, SET))
    hooking.method(event, "clear", lambda original: _make_mark(original, CLEAR))
    hooking.method(event, "wait", _make_wait)


def _make_wait(original: Any) -> Any:
    def wait(self: Any, timeout: Any = None) -> bool:
        try:
            if not self._lockstep:
                return original(self, timeout)  # type: ignore[no-any-return]
            with Operation(self._lockstep, Reason.EVENT, timeout_ns(timeout)) as operation:
                is_set: bool = original(self, timeout)
            operation.end(DONE if is_set else TIMEOUT)
            return is_set
        except BaseException as error:
            unseen(error)
            raise

    return wait


def _hook_barrier(barrier: Any) -> None:
    hooking.method(barrier, "__init__", lambda original: make_init(original, ResourceKind.BARRIER, lambda self: self._parties))
    hooking.method(barrier, "wait", _make_barrier_wait)
    hooking.method(barrier, "_wait", _make_arrive)
    hooking.method(barrier, "_release", _make_arrive)
    hooking.method(barrier, "abort", lambda original: _make_mark(original, CLOSE))
    hooking.method(barrier, "reset", lambda original: _make_mark(original, RESIZE))


def _make_barrier_wait(original: Any) -> Any:
    def wait(self: Any, timeout: Any = None) -> int:
        try:
            if not self._lockstep:
                return original(self, timeout)  # type: ignore[no-any-return]
            limit = timeout_ns(self._timeout if timeout is None else timeout)
            with Operation(self._lockstep, Reason.BARRIER, limit) as operation:
                index: int = original(self, timeout)
            if operation.is_waiting:
                operation.end(DONE)
            return index
        except BaseException as error:
            unseen(error)
            raise

    return wait


def _make_arrive(original: Any) -> Any:
    """Hook `_wait` and `_release`, one of which `wait` calls under the barrier's lock once this thread has been counted."""

    def arrive(self: Any, *arguments: Any) -> None:
        try:
            operation = here.operation
            if operation is not None and operation.subject == self._lockstep:
                here.write(Kind.ARRIVE << 48 | operation.location, self._lockstep, self._count)
            return original(self, *arguments)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    return arrive


def _hook_timer(timer: Any) -> None:
    """Let a timer's wait be seen: its `finished` event is the program's, though the standard library makes it."""
    raw_init = timer.__init__

    def __init__(self: Any, *arguments: Any, **keywords: Any) -> None:
        try:
            raw_init(self, *arguments, **keywords)
            frame = caller()
            if not is_internal(frame.f_code.co_filename):
                self.finished._lockstep = recorder.new_resource(ResourceKind.EVENT, location_of(frame), name="finished")
        except BaseException as error:
            unseen(error)
            raise

    timer.__init__ = hooking.disguise(__init__, raw_init)
