"""Trace `threading.RLock`: a subclass of the raw type, so that everything made for that works on it. Records as locks.py does.

A signal handler may raise after any call here; whether the raw lock was taken by then, its own count tells.
"""

from __future__ import annotations

import _thread
from time import monotonic_ns

from . import recorder
from .hooking import disguise_methods, unseen
from .kinds import Flag, ResourceKind
from .location import caller, get_frame, is_internal, location_of
from .locks import (
    ACQUIRE,
    ACQUIRE_TRY,
    ACQUIRE_WAITED,
    END_LOCK,
    NO_TIMEOUT,
    RAISED,
    REFUSED,
    RELEASE,
    TIMEOUT,
    WAIT_CONDITION,
    WAIT_LOCK,
    is_plain,
    learn,
    timeout_ns,
)
from .unbroken import unbroken
from .writer import pack_stamped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType, ModuleType, TracebackType
    from typing import Any

here = recorder.here
RAW_RLOCK: Any = _thread.RLock
raw_acquire, raw_release, raw_is_owned = RAW_RLOCK.acquire, RAW_RLOCK.release, RAW_RLOCK._is_owned
raw_release_save, raw_acquire_restore = RAW_RLOCK._release_save, RAW_RLOCK._acquire_restore
raw_count = RAW_RLOCK._recursion_count  # 0 if another thread has it
raw_repr, raw_reinit = RAW_RLOCK.__repr__, RAW_RLOCK._at_fork_reinit


class _State:
    factory_code: CodeType | None = None  # of `threading.RLock`, which passes the program's call on to `_CRLock`


class RLock(_thread.RLock):  # type: ignore[misc]  # final for typeshed only
    """A traced re-entrant lock; only its owner changes `_depth`."""

    __slots__ = ("_acquired", "_depth", "_released", "_subject")

    _acquired: dict[int, bytes]  # for the outermost acquire
    _depth: int  # 0 while nobody has it
    _released: dict[int, bytes]  # for the outermost release
    _subject: int

    def __new__(cls, *arguments: Any, **keywords: Any) -> Any:
        frame: FrameType | None = caller()
        if frame is not None and frame.f_code is _State.factory_code:
            frame = frame.f_back
        try:
            if cls is RLock and (frame is None or is_internal(frame.f_code.co_filename)):
                return RAW_RLOCK(*arguments, **keywords)
            return new_rlock(frame, ResourceKind.RLOCK, cls)
        except BaseException as error:
            unseen(error)
            raise

    def acquire(self, blocking: Any = True, timeout: Any = NO_TIMEOUT) -> bool:
        """Acquire as the raw lock does, and record it."""
        depth, is_told = self._depth, False
        try:
            if blocking is True and timeout is NO_TIMEOUT and raw_acquire(self, False):
                self._depth = depth + 1
                if depth:
                    here.write(ACQUIRE | location_of(caller()), self._subject, depth + 1)
                else:
                    try:
                        frame = get_frame(1)
                        tail = self._acquired[id(frame.f_code) + frame.f_lasti]
                    except (KeyError, ValueError):
                        tail = learn(self._acquired, caller(), ACQUIRE, self._subject, 1)
                    ring, now = here.ring or recorder.ring(), monotonic_ns()
                    position = ring.position
                    if position > ring.last:
                        ring.stamp(tail)
                    else:
                        ring.position, is_told = position + 32, True
                        pack_stamped(ring.buffer, position, now, tail)
                return True
            depth = raw_count(self)
            return wait_for_rlock(self, blocking, timeout, location_of(caller()))
        except BaseException as error:
            if raw_count(self) > depth:
                self._depth = depth
                take_back(self) if is_told else raw_release(self)
            unseen(error)
            raise

    def __enter__(self) -> bool:  # type: ignore[override]
        depth, is_told = self._depth, False
        try:
            if raw_acquire(self, False):
                self._depth = depth + 1
                if depth:
                    here.write(ACQUIRE | location_of(caller()), self._subject, depth + 1)
                else:
                    try:
                        frame = get_frame(1)
                        tail = self._acquired[id(frame.f_code) + frame.f_lasti]
                    except (KeyError, ValueError):
                        tail = learn(self._acquired, caller(), ACQUIRE, self._subject, 1)
                    ring, now = here.ring or recorder.ring(), monotonic_ns()
                    position = ring.position
                    if position > ring.last:
                        ring.stamp(tail)
                    else:
                        ring.position, is_told = position + 32, True
                        pack_stamped(ring.buffer, position, now, tail)
                return True
            depth = raw_count(self)
            return wait_for_rlock(self, True, NO_TIMEOUT, location_of(caller()))
        except BaseException as error:
            if raw_count(self) > depth:
                self._depth = depth
                take_back(self) if is_told else raw_release(self)
            unseen(error)
            raise

    @unbroken
    def release(self) -> None:
        """Record the release, then release."""
        is_told = False
        try:
            try:
                if raw_is_owned(self):
                    self._depth = depth = self._depth - 1
                    if depth > 0:
                        here.write(RELEASE | location_of(caller()), self._subject, depth)
                    else:
                        try:
                            frame = get_frame(1)
                            tail = self._released[id(frame.f_code) + frame.f_lasti]
                        except (KeyError, ValueError):
                            tail = learn(self._released, caller(), RELEASE, self._subject, 0)
                        ring, now = here.ring or recorder.ring(), monotonic_ns()
                        position = ring.position
                        if position > ring.last:
                            ring.stamp(tail)
                        else:
                            ring.position, is_told = position + 32, True
                            pack_stamped(ring.buffer, position, now, tail)
            except RecursionError:  # of ours: the raw lock needs no room
                self._depth = max(0, raw_count(self) - 1)
            except BaseException:
                tell_interrupted_release(self, is_told=is_told)
                raise
            finally:
                raw_release(self)
        except BaseException as error:
            unseen(error)
            raise

    @unbroken
    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None, /) -> None:
        is_told = False
        try:
            try:
                if raw_is_owned(self):
                    self._depth = depth = self._depth - 1
                    if depth > 0:
                        here.write(RELEASE | location_of(caller()), self._subject, depth)
                    else:
                        try:
                            frame = get_frame(1)
                            tail = self._released[id(frame.f_code) + frame.f_lasti]
                        except (KeyError, ValueError):
                            tail = learn(self._released, caller(), RELEASE, self._subject, 0)
                        ring, now = here.ring or recorder.ring(), monotonic_ns()
                        position = ring.position
                        if position > ring.last:
                            ring.stamp(tail)
                        else:
                            ring.position, is_told = position + 32, True
                            pack_stamped(ring.buffer, position, now, tail)
            except RecursionError:  # of ours: the raw lock needs no room
                self._depth = max(0, raw_count(self) - 1)
            except BaseException:
                tell_interrupted_release(self, is_told=is_told)
                raise
            finally:
                raw_release(self)
        except BaseException as error:
            unseen(error)
            raise

    def _release_save(self) -> Any:
        try:
            if raw_is_owned(self):
                record_release_save(self._subject, location_of(caller()))
                self._depth = 0
            return raw_release_save(self)
        except BaseException as error:
            unseen(error)
            raise

    def _acquire_restore(self, state: Any) -> None:
        count = state[0]
        location = location_of(caller())
        waited = 0
        if raw_acquire(self, False):
            for _ in range(count - 1):
                raw_acquire(self, False)
        else:
            here.write(WAIT_LOCK | location, self._subject, -1)
            waited = Flag.WAITED << 32
            raw_acquire_restore(self, state)
        self._depth = count
        here.write(ACQUIRE | waited | location, self._subject, count)

    def _at_fork_reinit(self) -> None:
        raw_reinit(self)
        self._depth = 0

    def __repr__(self) -> str:
        shown: str = raw_repr(self)
        return shown.replace("locked RLock", "locked _thread.RLock")

    def __reduce_ex__(self, protocol: Any) -> Any:
        if type(self) is RLock:
            raise TypeError("cannot pickle '_thread.RLock' object")
        return super().__reduce_ex__(protocol)


RLock.__module__, RLock.__doc__ = "_thread", RAW_RLOCK.__doc__
disguise_methods(RLock, RAW_RLOCK)


def take_back(self: RLock) -> None:
    """Release a lock that was acquired, and told to be, when a signal handler raised."""
    try:
        here.write(RELEASE, self._subject, self._depth)
    finally:
        raw_release(self)


def tell_interrupted_release(self: RLock, *, is_told: bool) -> None:
    """Record a release, of no place, on whose way a signal handler raised."""
    depth = raw_count(self) - 1
    if depth >= 0:
        self._depth = depth
        if not is_told:
            here.write(RELEASE, self._subject, depth)


def wait_for_rlock(self: RLock, blocking: Any, timeout: Any, location: int) -> bool:
    """Acquire a re-entrant lock that was not to be had at once, or not asked for plainly."""
    write, subject = here.write, self._subject
    if not blocking:
        taken, ended = raw_acquire(self, blocking, timeout), ACQUIRE_TRY
    elif is_plain(timeout) and raw_acquire(self, False):
        taken, ended = True, ACQUIRE
    else:
        write(WAIT_LOCK | location, subject, timeout_ns(timeout))
        try:
            taken, ended = raw_acquire(self, blocking, timeout), ACQUIRE_WAITED
        except BaseException:
            write(END_LOCK | RAISED | location, subject, 0)
            raise
    if taken:
        self._depth += 1
        write(ended | location, subject, self._depth)
    else:
        write(END_LOCK | (TIMEOUT if blocking else REFUSED) | location, subject, 0)
    return bool(taken)


def record_release_save(subject: int, location: int) -> None:
    """Record that a condition's wait gives its lock back altogether, and that the wait begins."""
    here.write(RELEASE | location, subject, 0)
    pending, here.pending = here.pending, None
    if pending is not None:
        here.write(WAIT_CONDITION | location, *pending)


def new_rlock(frame: FrameType | None, kind: int, cls: Any = RLock) -> RLock:
    """Make a traced re-entrant lock, created at `frame`."""
    made: RLock = RAW_RLOCK.__new__(cls)
    made._depth = 0
    made._acquired, made._released = {}, {}
    made._subject = recorder.new_resource(kind, location_of(frame))
    return made


def install(module: ModuleType) -> None:
    """Hook the module `threading`: its function `RLock` stays as it is, the type that it calls is ours."""
    if getattr(module, "_CRLock", None) is RAW_RLOCK:
        module._CRLock = RLock  # type: ignore[attr-defined]
        _State.factory_code = module.RLock.__code__
