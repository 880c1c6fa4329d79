"""Trace `threading.Condition`.

A condition that made its own lock is one resource with an owner and waiters: its lock is a traced one under the condition's id. A condition
on a lock of the program's leaves ownership to that lock. Those that the standard library makes stay as they are; a wait on one of them that
belongs to no operation we report (`Future.result`, a pool's `imap`) is told without a resource, so that nobody takes it for a wish to run.
"""

from __future__ import annotations

from . import hooking, recorder
from .hooking import unseen
from .kinds import Kind, Outcome, Reason, ResourceKind
from .location import caller, is_internal, location_id, location_of
from .locks import WAIT_CONDITION, lock, timeout_ns
from .rlocks import new_rlock, record_release_save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

here, state, emit = recorder.here, recorder.state, recorder.emit
WAIT, WAIT_END, NOTIFY = int(Kind.WAIT), int(Kind.WAIT_END), int(Kind.NOTIFY)
CONDITION, FUTURE, UNKNOWN = Reason.CONDITION << 8, Reason.FUTURE << 8, Reason.UNKNOWN << 8
WITHIN = {"Event.wait": Reason.EVENT << 8, "Semaphore.acquire": Reason.SEMAPHORE << 8, "Barrier._wait": Reason.BARRIER << 8}
RESULTS = ("/concurrent/futures/_base.py", "/multiprocessing/pool.py")  # whose waits are for results
DONE, TIMEOUT, RAISED = int(Outcome.DONE), int(Outcome.TIMEOUT), int(Outcome.RAISED)


def install(module: ModuleType) -> None:
    """Hook the module `threading`."""
    condition = module.Condition
    condition._lockstep = 0
    hooking.method(condition, "__init__", _make_init)
    hooking.method(condition, "wait", _make_wait)
    hooking.method(condition, "notify", lambda original: _make_notify(original, all_of_them=False))
    hooking.method(condition, "notify_all", lambda original: _make_notify(original, all_of_them=True))
    hooking.method(condition, "_release_save", _make_release_save)
    hooking.method(condition, "_is_owned", _make_is_owned)


def _make_init(original: Any) -> Any:
    def __init__(self: Any, lock: Any = None) -> None:
        try:
            frame = caller()
            if is_internal(frame.f_code.co_filename):
                return original(self, lock)  # type: ignore[no-any-return]
            if lock is None and not state.strand_flag:
                own = new_rlock(frame, ResourceKind.CONDITION)
                original(self, own)
                object.__setattr__(self, "_lockstep", own._subject)
            else:
                original(self, lock)
                object.__setattr__(self, "_lockstep", recorder.new_resource(ResourceKind.CONDITION, location_of(frame)))
        except BaseException as error:
            unseen(error)
            raise

    return __init__


def _make_wait(original: Any) -> Any:
    def wait(self: Any, timeout: Any = None) -> bool:
        try:
            subject = self._lockstep
            if not subject or not self._is_owned():
                if not subject and here.operation is not None:
                    here.operation.wait()
                elif not subject and not here.hidden and timeout_ns(timeout) and self._is_owned():
                    return _wait_unnamed(original, self, timeout, caller())
                return original(self, timeout)  # type: ignore[no-any-return]
            location = location_id()
            if isinstance(getattr(self._lock, "_subject", None), int):
                here.pending = (subject, timeout_ns(timeout))  # the lock reports the wait, between its own release's record and its effect
            else:
                here.write(WAIT_CONDITION | location, subject, timeout_ns(timeout))
            outcome = RAISED
            try:
                notified: bool = original(self, timeout)
                outcome = DONE if notified else TIMEOUT
            finally:
                here.pending = None
                emit(WAIT_END, subject, 0, CONDITION | outcome, location)
            return notified
        except BaseException as error:
            unseen(error)
            raise

    return wait


def _wait_unnamed(original: Any, condition: Any, timeout: Any, frame: FrameType) -> bool:
    """Wait on a condition of the standard library's own."""
    reason, location = _unnamed_reason(frame), location_of(frame)
    emit(WAIT, 0, timeout_ns(timeout), reason | state.strand_flag, location)
    outcome = RAISED
    try:
        notified: bool = original(condition, timeout)
        outcome = DONE if notified else TIMEOUT
    finally:
        emit(WAIT_END, 0, 0, reason | outcome, location)
    return notified


def _unnamed_reason(frame: FrameType | None) -> int:
    """Tell what the standard library waits for, by the innermost of its frames that is not `threading`'s."""
    reason = UNKNOWN
    while frame is not None and frame.f_code.co_filename.endswith("/threading.py"):
        name = frame.f_code.co_qualname
        reason = UNKNOWN if name == "Thread.start" else WITHIN.get(name, reason)  # a starter waits for the other to begin, which is told
        frame = frame.f_back
    return FUTURE if frame is not None and frame.f_code.co_filename.endswith(RESULTS) else reason


def _make_notify(original: Any, *, all_of_them: bool) -> Any:
    def record(self: Any, count: int) -> None:
        if self._lockstep and not here.hidden and self._is_owned():
            emit(NOTIFY, self._lockstep, count, 0, location_id(2))

    def notify(self: Any, n: int = 1) -> None:
        try:
            record(self, n)
            original(self, n)
        except BaseException as error:
            unseen(error)
            raise

    def notify_all(self: Any) -> None:
        try:
            record(self, -1)
            here.hidden += 1
            try:
                original(self)
            finally:
                here.hidden -= 1
        except BaseException as error:
            unseen(error)
            raise

    return notify_all if all_of_them else notify


def _make_release_save(original: Any) -> Any:
    """Hook how a condition on a plain lock gives it back; one on a re-entrant lock uses the lock's own `_release_save`."""

    def _release_save(self: Any) -> Any:
        own = self._lock
        if type(own) is not lock:
            return original(self)
        record_release_save(own._subject, location_id())
        own._release()
        return None

    return _release_save


def _make_is_owned(original: Any) -> Any:
    """Ask a plain lock without the try-acquire that would be recorded."""

    def _is_owned(self: Any) -> bool:
        own = self._lock
        return bool(own._locked() if type(own) is lock else original(self))

    return _is_owned
