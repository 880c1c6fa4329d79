"""Trace gevent's semaphores and re-entrant locks. Once `threading` is patched, its locks are these; its re-entrant ones are in Python.

A semaphore tries first: who takes a permit at once is one record, only who must wait says so before. A release is recorded before it
takes effect, so that the next owner's record is always the later one.
"""

from __future__ import annotations

from . import green_waits, recorder
from .green_waits import NONBLOCKING, RAISED, REFUSED, TIMEOUT, WAITED, caller, write
from .hooking import method, unseen
from .kinds import Kind, Reason, ResourceKind
from .location import location_of
from .locks import timeout_ns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

here = recorder.here
ACQUIRE, RELEASE = int(Kind.ACQUIRE), int(Kind.RELEASE)
LOCK, SEMAPHORE = int(Reason.LOCK), int(Reason.SEMAPHORE)


def install(module: ModuleType) -> None:
    """Hook the module `gevent._semaphore`, before others take the types from it, or `gevent.lock`."""
    if "RLock" in vars(module):
        module.RLock = _make_rlock(module.RLock)  # type: ignore[attr-defined]
        return
    raw = module.Semaphore
    module.Semaphore = _make_type(raw)  # type: ignore[attr-defined]
    module.BoundedSemaphore = _make_type(module.BoundedSemaphore)  # type: ignore[attr-defined]


def _make_type(raw: Any) -> Any:
    def __init__(self: Any, *arguments: Any, **keywords: Any) -> None:
        try:
            self._lockstep, self._lockstep_reason = 0, SEMAPHORE
            raw.__init__(self, *arguments, **keywords)
            _define(self, caller())
        except BaseException as error:
            unseen(error)
            raise

    return green_waits.subclass(
        raw,
        ("_lockstep", "_lockstep_reason"),
        __init__=__init__,
        **_make_takes(raw.acquire),
        **_make_gives(raw.release),
    )


def _make_takes(raw_acquire: Any) -> dict[str, Any]:
    def acquire(self: Any, blocking: Any = True, timeout: Any = None) -> Any:
        try:
            if not self._lockstep or here.hidden:
                return raw_acquire(self, blocking, timeout)
            return _take(self, raw_acquire, blocking, timeout, caller())
        except BaseException as error:
            unseen(error)
            raise

    def __enter__(self: Any) -> Any:
        try:
            if not self._lockstep:
                return raw_acquire(self)
            _take(self, raw_acquire, True, None, caller())
            return None
        except BaseException as error:
            unseen(error)
            raise

    return {"acquire": acquire, "__enter__": __enter__}


def _make_gives(raw_release: Any) -> dict[str, Any]:
    def release(self: Any) -> Any:
        try:
            if self._lockstep and not here.hidden:
                _give_back(self, caller())
            return raw_release(self)
        except BaseException as error:
            unseen(error)
            raise

    def __exit__(self: Any, t: Any, v: Any, tb: Any) -> None:
        try:
            if self._lockstep:
                _give_back(self, caller())
            raw_release(self)
        except BaseException as error:
            unseen(error)
            raise

    return {"release": release, "__exit__": __exit__}


def _define(self: Any, frame: FrameType | None) -> None:
    is_lock = type(self).__name__ in ("LockType", "lock")  # gevent's stand-in for threading's locks
    if is_lock:
        self._lockstep_reason = LOCK
        while frame is not None and frame.f_code.co_filename.endswith("/gevent/thread.py"):  # which passes the program's call on
            frame = frame.f_back
    kind = ResourceKind.LOCK if is_lock else ResourceKind.SEMAPHORE
    self._lockstep = green_waits.new_resource(kind, frame, capacity=None if is_lock else self.counter or None)


def _take(self: Any, raw_acquire: Any, blocking: Any, timeout: Any, frame: FrameType | None) -> Any:
    subject, reason, location = self._lockstep, self._lockstep_reason, location_of(frame)
    if raw_acquire(self, False):
        write(ACQUIRE, subject, _value(self), 0 if blocking else NONBLOCKING, location)
        return True
    if not blocking:
        green_waits.end(subject, reason, REFUSED, location)
        return False
    green_waits.begin(subject, reason, timeout_ns(timeout), location)
    outcome, taken = RAISED, False
    try:
        taken = raw_acquire(self, blocking, timeout)
        outcome = TIMEOUT
        return taken
    finally:
        if taken:
            write(ACQUIRE, subject, _value(self), WAITED, location)
        else:
            green_waits.end(subject, reason, outcome, location)


def _value(self: Any) -> int:
    return 0 if self._lockstep_reason == LOCK else int(self.counter)


def _give_back(self: Any, frame: FrameType | None) -> None:
    is_lock = self._lockstep_reason == LOCK
    if is_lock and self.counter:
        return  # nobody has it: it will raise
    write(RELEASE, self._lockstep, 0 if is_lock else int(self.counter) + 1, 0, location_of(frame))


def _make_rlock(raw: Any) -> Any:
    class Traced(raw, metaclass=green_waits.Answering):  # type: ignore[misc]
        __slots__ = ("_lockstep",)
        _lockstep_raw = raw
        __init__ = _make_init(raw.__init__)
        acquire = __enter__ = _make_acquire(raw.acquire)
        release = _make_release(raw.release)

    return green_waits.stand_in(Traced, raw)


def hook_rlock(rlock: Any) -> None:
    """Hook the re-entrant lock in Python that `threading` uses once it is patched."""
    rlock._lockstep = 0
    method(rlock, "__init__", _make_init)
    method(rlock, "acquire", _make_acquire)
    method(rlock, "release", _make_release)
    if "__enter__" in vars(rlock):
        rlock.__enter__ = rlock.acquire


def _make_init(original: Any) -> Any:
    def __init__(self: Any, *arguments: Any, **keywords: Any) -> None:
        try:
            original(self, *arguments, **keywords)
            frame = caller()
            if frame is not None and frame.f_code.co_qualname == "RLock":  # `threading.RLock` passes the program's call on
                frame = frame.f_back
            self._lockstep = green_waits.new_resource(ResourceKind.RLOCK, frame)
        except BaseException as error:
            unseen(error)
            raise

    return __init__


def _make_acquire(original: Any) -> Any:
    def acquire(self: Any, blocking: Any = True, timeout: Any = None) -> Any:
        try:
            arguments = () if timeout is None else (timeout,)
            subject = self._lockstep
            if not subject or here.hidden:
                return original(self, blocking, *arguments)
            location, flags = location_of(caller()), 0
            taken = original(self, False)
            if not taken and blocking:
                green_waits.begin(subject, LOCK, timeout_ns(timeout), location)
                flags = WAITED
                taken = _hide_wait(original, self, arguments, subject, location)
            if taken:
                write(ACQUIRE, subject, self._count, flags, location)
            else:
                green_waits.end(subject, LOCK, TIMEOUT if blocking else REFUSED, location)
            return taken
        except BaseException as error:
            unseen(error)
            raise

    return acquire


def _hide_wait(original: Any, self: Any, arguments: tuple[Any, ...], subject: int, location: int) -> Any:
    here.hidden += 1
    try:
        return original(self, True, *arguments)
    except BaseException:
        green_waits.end(subject, LOCK, RAISED, location)
        raise
    finally:
        here.hidden -= 1


def _make_release(original: Any) -> Any:
    def release(self: Any) -> Any:
        try:
            if self._lockstep and not here.hidden and self._count > 0:
                write(RELEASE, self._lockstep, self._count - 1, 0, location_of(caller()))
            return original(self)
        except BaseException as error:
            unseen(error)
            raise

    return release
