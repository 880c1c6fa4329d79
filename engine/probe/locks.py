"""Trace `threading.Lock` (rlocks.py has `RLock`).

A lock that the program makes is a `lock` of ours around a raw one; a lock that the standard library makes stays raw. Try first: an acquire
that succeeds at once is one record; only one that must wait says so before it blocks. A release is recorded before it takes
effect, so that the next owner's acquire is always the later record.

The plain acquire and release are the hottest lines of all. A record differs from the lock's last one from the same place in its time only,
so each lock keeps the rest of it ready packed, by place (see location.py for what a place is).

A signal handler may raise wherever Python looks at signals: after each call. The raw lock is taken by a step of an iterator, after which
it does not look, so it is known whether it was taken and it can be given back; a release happens whatever is raised before it.
"""

from __future__ import annotations

import _thread
import sys
from itertools import repeat
from time import monotonic_ns

from . import hooking, recorder
from .hooking import unseen
from .kinds import Flag, Kind, Outcome, Reason, ResourceKind, Taking
from .location import caller, get_frame, is_internal, location_of, places
from .unbroken import unbroken
from .writer import pack_stamped, pack_tail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType, TracebackType
    from typing import Any

raw_lock = _thread.allocate_lock
RAW_TYPE = type(raw_lock())
here = recorder.here

ACQUIRE, RELEASE, WAIT, WAIT_END = Kind.ACQUIRE << 48, Kind.RELEASE << 48, Kind.WAIT << 48, Kind.WAIT_END << 48
ACQUIRE_TRY, ACQUIRE_WAITED = ACQUIRE | Flag.NONBLOCKING << 32, ACQUIRE | Flag.WAITED << 32
SCOPED = Taking.SCOPED << 32
WAIT_LOCK, END_LOCK = WAIT | Reason.LOCK << 40, WAIT_END | Reason.LOCK << 40
WAIT_CONDITION = WAIT | Reason.CONDITION << 40
TIMEOUT, REFUSED, RAISED = Outcome.TIMEOUT << 32, Outcome.REFUSED << 32, Outcome.RAISED << 32
NO_TIMEOUT = -1
NOT_BLOCKING = repeat(False)
TIMEOUT_MAX = _thread.TIMEOUT_MAX
can_create = sys.version_info >= (3, 13)  # by calling the type


def timeout_ns(timeout: object) -> int:
    """Return a timeout in ns for a WAIT record, -1 for none or for what is no plain number."""
    return int(timeout * 1_000_000_000) if type(timeout) in (int, float) and 0 <= timeout < 9e9 else -1  # type: ignore[operator]


def is_plain(timeout: object) -> bool:
    """Say whether a lock takes this timeout for sure, so that it may be tried before it is asked to wait."""
    return timeout is NO_TIMEOUT or (type(timeout) in (int, float) and 0 <= timeout <= TIMEOUT_MAX)  # type: ignore[operator]


def learn(table: dict[int, bytes], frame: FrameType, word: int, subject: int, value: int) -> bytes:
    """Pack what a record of this kind from this place is, its time apart; remember it if the place is the program's own line."""
    place = id(frame.f_code) + frame.f_lasti
    try:
        tail = pack_tail(subject, value, word | location_of(frame))
    except RecursionError:  # where the program has used up what there is, the record has no place
        return pack_tail(subject, value, word)
    if places.get(place):
        table[place] = tail
    return tail


class _LockType(type):
    """Make `threading.Lock` answer for raw locks too."""

    def __instancecheck__(cls, instance: object) -> bool:
        return type(instance) is cls or isinstance(instance, RAW_TYPE)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return subclass is cls or issubclass(subclass, RAW_TYPE)


class lock(metaclass=_LockType):
    """A traced lock; `_subject` is its resource id."""

    __slots__ = ("__weakref__", "_acquire", "_acquired", "_attempts", "_locked", "_raw", "_release", "_released", "_subject")

    _acquire: Any
    _acquired: dict[int, bytes]
    _attempts: Any  # each step of it tries to acquire
    _locked: Any
    _raw: Any
    _release: Any
    _released: dict[int, bytes]
    _subject: int

    def __new__(cls, *arguments: object) -> Any:
        frame = caller()
        try:
            if not can_create or arguments:
                return RAW_TYPE(*arguments)
            return raw_lock() if is_internal(frame.f_code.co_filename) else new_lock(frame)
        except BaseException as error:
            unseen(error)
            raise

    def __init_subclass__(cls) -> None:
        raise TypeError("type '_thread.lock' is not an acceptable base type")

    @property  # type: ignore[misc]
    def __class__(self) -> Any:  # what `isinstance` asks
        return RAW_TYPE

    def acquire(self, blocking: Any = True, timeout: Any = NO_TIMEOUT) -> bool:
        """Acquire as the raw lock does, and record it."""
        taken = is_told = False
        try:
            if blocking is not True or timeout is not NO_TIMEOUT:
                return wait_for_lock(self, blocking, timeout, location_of(caller()))
            for taken in self._attempts:  # noqa: B007
                break
            if taken:
                try:
                    frame = get_frame(1)
                    tail = self._acquired[id(frame.f_code) + frame.f_lasti]
                except (KeyError, ValueError):
                    tail = learn(self._acquired, caller(), ACQUIRE, self._subject, 0)
                ring, now = here.ring or recorder.ring(), monotonic_ns()  # Ring.stamp, written out: a call less in the hottest methods
                position = ring.position
                if position > ring.last:
                    ring.stamp(tail)
                else:
                    ring.position, is_told = position + 32, True
                    pack_stamped(ring.buffer, position, now, tail)
                return True
            return wait_for_lock(self, True, NO_TIMEOUT, location_of(caller()))
        except BaseException as error:
            if taken:
                take_back(self) if is_told else self._release()
            unseen(error)
            raise

    def __enter__(self) -> bool:
        taken = is_told = False
        try:
            for taken in self._attempts:  # noqa: B007
                break
            if taken:
                try:
                    frame = get_frame(1)
                    tail = self._acquired[id(frame.f_code) + frame.f_lasti]
                except (KeyError, ValueError):
                    tail = learn(self._acquired, caller(), ACQUIRE | SCOPED, self._subject, 0)
                ring, now = here.ring or recorder.ring(), monotonic_ns()
                position = ring.position
                if position > ring.last:
                    ring.stamp(tail)
                else:
                    ring.position, is_told = position + 32, True
                    pack_stamped(ring.buffer, position, now, tail)
                return True
            return wait_for_lock(self, True, NO_TIMEOUT, location_of(caller()), SCOPED)
        except BaseException as error:
            if taken:
                take_back(self) if is_told else self._release()
            unseen(error)
            raise

    @unbroken
    def release(self) -> None:
        """Record the release, then release."""
        is_told = False
        try:
            try:
                if self._locked():
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
                pass
            except BaseException:
                if not is_told:
                    tell_release(self)
                raise
            finally:
                self._release()
        except BaseException as error:
            unseen(error)
            raise

    @unbroken
    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None, /) -> None:
        is_told = False
        try:
            try:
                if self._locked():
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
                pass
            except BaseException:
                if not is_told:
                    tell_release(self)
                raise
            finally:
                self._release()
        except BaseException as error:
            unseen(error)
            raise

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


lock.__module__, lock.__qualname__, lock.__doc__ = "_thread", "lock", RAW_TYPE.__doc__
hooking.disguise_methods(lock, RAW_TYPE)


def take_back(self: lock) -> None:
    """Release a lock that was acquired, and told to be, when a signal handler raised."""
    try:
        tell_release(self)
    finally:
        self._release()


def tell_release(self: lock) -> None:
    """Record a release, of no place."""
    here.write(RELEASE, self._subject, 0)


def wait_for_lock(self: lock, blocking: Any, timeout: Any, location: int, how: int = 0) -> bool:
    """Acquire a lock that was not to be had at once, or not asked for plainly; `how`: SCOPED or 0."""
    write, subject, acquire = here.write, self._subject, self._acquire
    if not blocking:
        taken = acquire(blocking, timeout)
        write((ACQUIRE_TRY if taken else END_LOCK | REFUSED) | location, subject, 0)
        return bool(taken)
    if is_plain(timeout) and acquire(False):
        write(ACQUIRE | how | location, subject, 0)
        return True
    write(WAIT_LOCK | location, subject, timeout_ns(timeout))
    ended = END_LOCK | RAISED
    try:
        taken = acquire(blocking, timeout)
        ended = ACQUIRE_WAITED | how if taken else END_LOCK | TIMEOUT
    finally:
        write(ended | location, subject, 0)
    return bool(taken)


def new_lock(frame: FrameType) -> lock:
    """Make a traced lock, created at `frame`."""
    made: lock = object.__new__(lock)
    made._raw = raw = raw_lock()
    made._acquire, made._release, made._locked = raw.acquire, raw.release, raw.locked
    made._attempts = map(raw.acquire, NOT_BLOCKING)
    made._acquired, made._released = {}, {}
    made._subject = recorder.new_resource(ResourceKind.LOCK, location_of(frame))
    return made


def make_lock(*arguments: Any) -> Any:
    """Stand in for `_thread.allocate_lock`."""
    frame = caller()
    try:
        if arguments or is_internal(frame.f_code.co_filename):
            return raw_lock(*arguments)
        return new_lock(frame)
    except BaseException as error:
        unseen(error)
        raise


def install(module: ModuleType) -> None:
    """Hook the module `_thread`, before `threading` takes its names from it."""
    if can_create:
        module.lock = module.LockType = lock  # type: ignore[attr-defined]
    hooking.builtin(module, "allocate_lock", make_lock)
    module.allocate = module.allocate_lock  # type: ignore[attr-defined]


def install_threading(module: ModuleType) -> None:
    """Hook the module `threading`, and leave it its own raw locks."""
    module._allocate_lock = raw_lock  # type: ignore[attr-defined]
    module.Lock = _thread.lock if can_create else _thread.allocate_lock  # type: ignore[attr-defined]
