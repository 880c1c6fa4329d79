"""Trace `fcntl`: locks on files, which have owners and waiters like others, and descriptors that are to send a signal (O_ASYNC).

A lock is tried first, so that only one that must wait says so. A shared lock has no owner, for several may have it: waiting for one is
recorded, having it is not.
"""

from __future__ import annotations

import posix

from .descriptors import find, here, is_own_account
from .hooking import builtin, unseen
from .kinds import Flag, Kind, Outcome, Reason, ResourceKind
from .location import location_of, outer
from .recorder import emit, new_resource
from .selecting import number_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

ACQUIRE, RELEASE, WAIT, WAIT_END, ARM = (int(kind) for kind in (Kind.ACQUIRE, Kind.RELEASE, Kind.WAIT, Kind.WAIT_END, Kind.ARM))
FOR_LOCK, WAITED, NONBLOCKING = Reason.LOCK << 8, int(Flag.WAITED), int(Flag.NONBLOCKING)
DONE, REFUSED, RAISED = int(Outcome.DONE), int(Outcome.REFUSED), int(Outcome.RAISED)

_locks: dict[str, int] = {}  # key -> resource
_armed: set[int] = set()


def install(module: ModuleType) -> None:
    """Hook the module `fcntl`."""
    for name in ("flock", "lockf"):
        _install_lock(module, name)
    _install_control(module)


def _install_lock(module: ModuleType, name: str) -> None:
    original = getattr(module, name)
    exclusive, shared, at_once, unlock = module.LOCK_EX, module.LOCK_SH, module.LOCK_NB, module.LOCK_UN

    def lock(*arguments: Any) -> Any:
        try:
            number = number_of(arguments[0]) if len(arguments) >= 2 and type(arguments[1]) is int else -1
            frame = outer()
            if number < 0 or here.hidden or is_own_account(frame) or not arguments[1] & (exclusive | shared | unlock):
                return original(*arguments)
            location = location_of(frame)
            subject = _lock_of(name, number, arguments[2:], location)
            if arguments[1] & unlock:
                emit(RELEASE, subject, 0, 0, location)
                return original(*arguments)
            rest = (arguments[1] | at_once, *arguments[2:])
            return _take(
                lambda: original(arguments[0], *rest),
                lambda: original(*arguments),
                subject,
                location,
                is_owned=bool(arguments[1] & exclusive),
                is_waiting=not arguments[1] & at_once,
            )
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, name, lock)


def _take(attempt: Callable[[], Any], wait: Callable[[], Any], subject: int, location: int, *, is_owned: bool, is_waiting: bool) -> Any:
    try:
        result = attempt()
    except (BlockingIOError, PermissionError):
        if not is_waiting:
            emit(WAIT_END, subject, 0, REFUSED | FOR_LOCK | NONBLOCKING, location)
            raise
    else:
        if is_owned:
            emit(ACQUIRE, subject, 1, 0 if is_waiting else NONBLOCKING, location)
        return result
    emit(WAIT, subject, -1, FOR_LOCK, location)
    outcome = RAISED
    try:
        result = wait()
        outcome = DONE
    finally:
        if outcome == DONE and is_owned:
            emit(ACQUIRE, subject, 1, WAITED, location)
        else:
            emit(WAIT_END, subject, 0, outcome | FOR_LOCK, location)
    return result


def _lock_of(name: str, number: int, part: tuple[Any, ...], location: int) -> int:
    """Return the resource of a lock on a file, or on a part of it; in another process it is the same."""
    status = posix.fstat(number)
    key = f"{name}:{status.st_dev}:{status.st_ino}:{','.join(map(str, part))}"
    known = _locks.get(key)
    if known is None:
        try:
            path = posix.readlink(f"/proc/self/fd/{number}").rpartition("/")[2]
        except OSError:
            path = name
        known = _locks[key] = new_resource(ResourceKind.LOCK, location, name=f"{name}({path})", key=key)
    return known


def _install_control(module: ModuleType) -> None:
    original = module.fcntl
    set_flags, asynchronous = module.F_SETFL, getattr(module, "FASYNC", 0) or getattr(posix, "O_ASYNC", 0x2000)

    def fcntl(*arguments: Any) -> Any:
        try:
            result = original(*arguments)
            if len(arguments) == 3 and arguments[1] == set_flags and type(arguments[2]) is int:
                descriptor = find(number_of(arguments[0]))
                wanted = bool(arguments[2] & asynchronous)
                if descriptor is not None and wanted is not (descriptor.id in _armed):
                    (_armed.add if wanted else _armed.discard)(descriptor.id)
                    emit(ARM, descriptor.id, posix.getpid(), int(wanted), location_of(outer()))
                if descriptor is not None and not descriptor.is_file:
                    descriptor.limit = 0.0 if arguments[2] & posix.O_NONBLOCK else None
            return result
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, "fcntl", fcntl)
