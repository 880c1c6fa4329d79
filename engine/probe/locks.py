"""Trace `threading.Lock` and `threading.RLock`.

A lock that the program makes is a `lock` of ours around a raw one; a lock that the standard library makes stays raw. Try first: an acquire
that succeeds at once is one record; only one that must wait says so before it blocks. A release is recorded before it takes
effect, so that the next owner's acquire is always the later record.
"""

from __future__ import annotations

import _thread
import sys

from . import hooking, recorder
from .kinds import Flag, Kind, Outcome, Reason, ResourceKind
from .location import get_frame, is_internal, location_of, places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType, ModuleType, TracebackType
    from typing import Any

raw_lock = _thread.allocate_lock
RAW_TYPE = type(raw_lock())
here = recorder.here
known_place = places.get

ACQUIRE, RELEASE, WAIT, WAIT_END = Kind.ACQUIRE << 48, Kind.RELEASE << 48, Kind.WAIT << 48, Kind.WAIT_END << 48
ACQUIRE_TRY, ACQUIRE_WAITED = ACQUIRE | Flag.NONBLOCKING << 32, ACQUIRE | Flag.WAITED << 32
WAIT_LOCK = WAIT | Reason.LOCK << 40
END_LOCK = WAIT_END | Reason.LOCK << 40
TIMEOUT, REFUSED, RAISED = Outcome.TIMEOUT << 32, Outcome.REFUSED << 32, Outcome.RAISED << 32
WAIT_CONDITION = WAIT | Reason.CONDITION << 40
NO_TIMEOUT = -1
TIMEOUT_MAX = _thread.TIMEOUT_MAX


def timeout_ns(timeout: object) -> int:
    """Return a timeout in ns for a WAIT record, -1 for none or for what is no plain number."""
    return int(timeout * 1_000_000_000) if type(timeout) in (int, float) and 0 <= timeout < 9e9 else -1  # type: ignore[operator]


class _LockType(type):
    """Make `threading.Lock` answer for raw locks too."""

    def __instancecheck__(cls, instance: object) -> bool:
        return type(instance) is cls or isinstance(instance, RAW_TYPE)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return subclass is cls or issubclass(subclass, RAW_TYPE)


class lock(metaclass=_LockType):  # noqa: N801 - its name is what the program sees
    """A traced lock; `subject` is its resource id."""

    __slots__ = ("__weakref__", "_acquire", "_locked", "_raw", "_release", "_subject")

    _acquire: Any
    _locked: Any
    _raw: Any
    _release: Any
    _subject: int

    def __new__(cls, *arguments: object) -> Any:
        raw = None
        try:
            if not can_create or arguments:
                raw = RAW_TYPE(*arguments)
            elif is_internal(get_frame(1).f_code.co_filename):
                raw = raw_lock()
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise
        return new_lock(get_frame(1), ResourceKind.LOCK) if raw is None else raw

    def __init_subclass__(cls) -> None:
        raise TypeError("type '_thread.lock' is not an acceptable base type")

    @property
    def __class__(self) -> Any:
        return RAW_TYPE

    def acquire(self, blocking: Any = True, timeout: Any = NO_TIMEOUT) -> bool:
        """Acquire as the raw lock does, and record it."""
        if blocking is True and timeout is NO_TIMEOUT and self._acquire(False):
            frame = get_frame(1)
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            here.write(ACQUIRE | location, self._subject, 0)
            return True
        try:
            return self._wait(blocking, timeout, location_of(get_frame(1)))
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next.tb_next  # type: ignore[union-attr]
            raise

    def release(self) -> None:
        """Record the release, then release."""
        if self._locked():
            frame = get_frame(1)
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            here.write(RELEASE | location, self._subject, 0)
        try:
            self._release()
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    def __enter__(self) -> bool:
        if self._acquire(False):
            frame = get_frame(1)
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            here.write(ACQUIRE | location, self._subject, 0)
            return True
        try:
            return self._wait(True, NO_TIMEOUT, location_of(get_frame(1)))
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next.tb_next  # type: ignore[union-attr]
            raise

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None, /) -> None:
        if self._locked():
            frame = get_frame(1)
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            here.write(RELEASE | location, self._subject, 0)
        try:
            self._release()
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    def _wait(self, blocking: Any, timeout: Any, location: int) -> bool:
        write, subject = here.write, self._subject
        if not blocking:
            taken = self._acquire(blocking, timeout)
            write((ACQUIRE_TRY if taken else END_LOCK | REFUSED) | location, subject, 0)
            return bool(taken)
        plain = timeout is NO_TIMEOUT or (type(timeout) in (int, float) and 0 <= timeout <= TIMEOUT_MAX)
        if plain and self._acquire(False):
            write(ACQUIRE | location, subject, 0)
            return True
        write(WAIT_LOCK | location, subject, timeout_ns(timeout))
        ended = END_LOCK | RAISED
        try:
            taken = self._acquire(blocking, timeout)
            ended = ACQUIRE_WAITED if taken else END_LOCK | TIMEOUT
        finally:
            write(ended | location, subject, 0)
        return bool(taken)

    def locked(self) -> bool:
        """Say whether somebody has it."""
        return bool(self._locked())

    acquire_lock, release_lock, locked_lock = acquire, release, locked

    def _at_fork_reinit(self) -> None:
        self._raw._at_fork_reinit()

    def __repr__(self) -> str:
        return f"<{'locked' if self._locked() else 'unlocked'} _thread.lock object at {id(self):#x}>"

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("cannot pickle '_thread.lock' object")


can_create = sys.version_info >= (3, 13)


def new_lock(frame: FrameType | None, kind: int) -> lock:
    """Make a traced lock, created at `frame`."""
    made: lock = object.__new__(lock)
    made._raw = raw = raw_lock()
    made._acquire, made._release, made._locked = raw.acquire, raw.release, raw.locked
    made._subject = recorder.new_resource(kind, location_of(frame))
    return made


lock.__module__, lock.__qualname__, lock.__doc__ = "_thread", "lock", RAW_TYPE.__doc__


class RLock(_thread.RLock):
    """A traced re-entrant lock; only its owner changes `_depth`."""

    __slots__ = ("_depth", "_subject")

    _depth: int
    _subject: int

    def __new__(cls, *arguments: Any, **keywords: Any) -> Any:
        frame: FrameType | None = get_frame(1)
        if frame is not None and frame.f_code is _State.factory_code:
            frame = frame.f_back
        try:
            if cls is RLock and (frame is None or is_internal(frame.f_code.co_filename)):
                return RAW_RLOCK(*arguments, **keywords)
            return new_rlock(frame, ResourceKind.RLOCK, cls)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    def acquire(self, blocking: Any = True, timeout: Any = NO_TIMEOUT) -> bool:
        """Acquire as the raw lock does, and record it."""
        if blocking is True and timeout is NO_TIMEOUT and rlock_acquire(self, False):
            frame = get_frame(1)
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            self._depth = depth = self._depth + 1
            here.write(ACQUIRE | location, self._subject, depth)
            return True
        try:
            return rlock_wait(self, blocking, timeout, location_of(get_frame(1)))
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next.tb_next  # type: ignore[union-attr]
            raise

    def __enter__(self) -> bool:
        if rlock_acquire(self, False):
            frame = get_frame(1)
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            self._depth = depth = self._depth + 1
            here.write(ACQUIRE | location, self._subject, depth)
            return True
        try:
            return rlock_wait(self, True, NO_TIMEOUT, location_of(get_frame(1)))
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next.tb_next  # type: ignore[union-attr]
            raise

    def release(self) -> None:
        """Record the release, then release."""
        if rlock_is_owned(self):
            frame = get_frame(1)
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            self._depth = depth = self._depth - 1
            here.write(RELEASE | location, self._subject, depth)
        try:
            rlock_release(self)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None, /) -> None:
        if rlock_is_owned(self):
            frame = get_frame(1)
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            self._depth = depth = self._depth - 1
            here.write(RELEASE | location, self._subject, depth)
        try:
            rlock_release(self)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    def _release_save(self) -> Any:
        try:
            if rlock_is_owned(self):
                record_release_save(self._subject, location_of(get_frame(1)))
                self._depth = 0
            return rlock_release_save(self)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    def _acquire_restore(self, state: Any) -> None:
        count = state[0]
        location = location_of(get_frame(1))
        waited = 0
        if rlock_acquire(self, False):
            for _ in range(count - 1):
                rlock_acquire(self, False)
        else:
            here.write(WAIT_LOCK | location, self._subject, -1)
            waited = Flag.WAITED << 32
            rlock_acquire_restore(self, state)
        self._depth = count
        here.write(ACQUIRE | waited | location, self._subject, count)

    def _at_fork_reinit(self) -> None:
        rlock_reinit(self)
        self._depth = 0

    def __repr__(self) -> str:
        return rlock_repr(self).replace("<locked RLock", "<locked _thread.RLock").replace("<unlocked RLock", "<unlocked _thread.RLock")

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("cannot pickle '_thread.RLock' object")


RAW_RLOCK: Any = _thread.RLock
rlock_acquire, rlock_release = RAW_RLOCK.acquire, RAW_RLOCK.release
rlock_is_owned, rlock_release_save, rlock_acquire_restore = RAW_RLOCK._is_owned, RAW_RLOCK._release_save, RAW_RLOCK._acquire_restore
rlock_repr, rlock_reinit = RAW_RLOCK.__repr__, RAW_RLOCK._at_fork_reinit
RLock.__module__, RLock.__doc__ = "_thread", RAW_RLOCK.__doc__


def rlock_wait(self: RLock, blocking: Any, timeout: Any, location: int) -> bool:
    """Acquire a re-entrant lock that was not to be had at once, or not asked for plainly."""
    write, subject = here.write, self._subject
    plain = timeout is NO_TIMEOUT or (type(timeout) in (int, float) and 0 <= timeout <= TIMEOUT_MAX)
    if not blocking:
        taken = rlock_acquire(self, blocking, timeout)
        ended = ACQUIRE_TRY if taken else END_LOCK | REFUSED
    elif plain and rlock_acquire(self, False):
        taken, ended = True, ACQUIRE
    else:
        write(WAIT_LOCK | location, subject, timeout_ns(timeout))
        ended, taken = END_LOCK | RAISED, False
        try:
            taken = rlock_acquire(self, blocking, timeout)
            ended = ACQUIRE_WAITED if taken else END_LOCK | TIMEOUT
        finally:
            if not taken:
                write(ended | location, subject, 0)
        if not taken:
            return False
    if taken:
        self._depth += 1
    write(ended | location, subject, self._depth if taken else 0)
    return bool(taken)


def record_release_save(subject: int, location: int) -> None:
    """Record that a condition's wait gives its lock back altogether, and that the wait begins."""
    here.write(RELEASE | location, subject, 0)
    pending = here.pending
    if pending is not None:
        here.pending = None
        here.write(WAIT_CONDITION | location, *pending)


class _State:
    factory_code: CodeType | None = None  # of `threading.RLock`, which passes the program's call on to `_CRLock`


def new_rlock(frame: FrameType | None, kind: int, cls: Any = RLock) -> RLock:
    """Make a traced re-entrant lock, created at `frame`."""
    made: RLock = RAW_RLOCK.__new__(cls)
    made._depth = 0
    made._subject = recorder.new_resource(kind, location_of(frame))
    return made


def install(module: ModuleType) -> None:
    """Hook the module `_thread`, before `threading` takes its names from it."""
    if can_create:
        module.lock = module.LockType = lock  # type: ignore[attr-defined]
    hooking.builtin(module, "allocate_lock", make_lock)
    module.allocate = module.allocate_lock  # type: ignore[attr-defined]


def install_threading(module: ModuleType) -> None:
    """Hook the module `threading`."""
    module._allocate_lock = raw_lock  # type: ignore[attr-defined]
    module.Lock = _thread.lock if can_create else _thread.allocate_lock  # type: ignore[attr-defined]
    if getattr(module, "_CRLock", None) is RAW_RLOCK:
        module._CRLock = RLock  # type: ignore[attr-defined]
        _State.factory_code = module.RLock.__code__


def make_lock(*arguments: Any) -> Any:
    """Stand in for `_thread.allocate_lock`."""
    try:
        frame = get_frame(1)
        if arguments or is_internal(frame.f_code.co_filename):
            return raw_lock(*arguments)
        return new_lock(frame, ResourceKind.LOCK)
    except BaseException as error:
        error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
        raise
