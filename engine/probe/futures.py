"""Trace `concurrent.futures.Future`: who waits for a result, when it comes, who takes it back, and which thread calls back.

A future gets its job's number when it is made inside `submit` (see executors.py); one that the program makes itself is a job without a
pool. The records of a result and of a cancel are made before they take effect, so that whoever waited goes on later.
"""

from __future__ import annotations

from . import recorder, unasked
from .hooking import unseen
from .jobs import JOB_BEGIN, announce, define_job, report_callback, take_submission
from .kinds import Kind, Reason, Until
from .location import caller, code_location, is_internal, location_of
from .locks import timeout_ns
from .operations import DONE, RAISED, TIMEOUT, Operation
from .replacing import quietly, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

here, emit = recorder.here, recorder.emit
WITHDRAW = int(Kind.WITHDRAW)
UNFINISHED = ("PENDING", "RUNNING")
# A pool of processes and a task say so where they do begin.
BEGUN_ELSEWHERE = ("/concurrent/futures/process.py", "/asyncio/futures.py")
MARK = "_lockstep"  # attribute of a future: its job's number
AMONG = int(Kind.AMONG)
MOST = 64  # jobs told of those that `wait` waits for; a program may call it again and again until all are done
UNTIL = {"ALL_COMPLETED": Until.ALL, "FIRST_COMPLETED": Until.FIRST, "FIRST_EXCEPTION": Until.FAILURE, "_AS_COMPLETED": Until.EACH}


def install(module: ModuleType) -> None:
    """Hook `concurrent.futures._base`."""
    future = module.Future
    future._lockstep = 0
    wrap(future, "__init__", _make_init)
    for name in ("result", "exception"):
        wrap(future, name, _make_wait)
    wrap(future, "cancel", _make_cancel)
    wrap(future, "set_running_or_notify_cancel", _make_begin)
    wrap(future, "set_result", lambda original: _make_set(original, raised=False))
    wrap(future, "set_exception", lambda original: _make_set(original, raised=True))
    wrap(future, "add_done_callback", _make_add)
    wrap(module, "_create_and_install_waiters", _make_waiters)


def _make_waiters(original: Any) -> Any:
    def _create_and_install_waiters(fs: Any, return_when: Any) -> Any:
        try:
            waiter = original(fs, return_when)
            _watch(waiter.event, _awaited(fs, UNTIL.get(return_when), caller(3)))
            return waiter
        except BaseException as error:
            unseen(error)
            raise

    return _create_and_install_waiters


def _make_init(original: Any) -> Any:
    def __init__(self: Any) -> None:
        try:
            original(self)
            if here.submission is not None:
                submission = take_submission()
                if submission is not None:
                    vars(self)[MARK] = submission.owner(submission)
            elif not is_internal(caller().f_code.co_filename):
                vars(self)[MARK] = define_job(0, "Future", location_of(caller()))
        except BaseException as error:
            unseen(error)
            raise

    return __init__


def _make_wait(original: Any) -> Any:
    def wait(self: Any, timeout: Any = None) -> Any:
        try:
            if not self._lockstep:
                return original(self, timeout)
            if self._state not in UNFINISHED:
                if self._exception is not None:
                    _note_asked(self)
                return original(self, timeout)
            with Operation(self._lockstep, Reason.FUTURE, timeout_ns(timeout)) as operation:
                try:
                    return original(self, timeout)
                finally:
                    if operation.is_waiting:
                        operation.end(DONE if self._state not in UNFINISHED else RAISED if timeout is None else TIMEOUT)
                    unasked.asked(self, is_there=self._state not in UNFINISHED)
        except BaseException as error:
            unseen(error)
            raise

    return wait


def _note_asked(future: Any) -> None:
    """Note that somebody asks for what a job ended with; asyncio does so for a future of its own."""
    if caller(3).f_code.co_filename.endswith(BEGUN_ELSEWHERE[1]):
        unasked.passed_on(future, future._exception)
    else:
        unasked.asked(future, is_there=True)


def _make_cancel(original: Any) -> Any:
    def cancel(self: Any) -> bool:
        try:
            if self._lockstep:
                with self._condition:
                    if self._state == "PENDING":
                        emit(WITHDRAW, self._lockstep, 0, 0, location_of(caller()))
                unasked.given_up(self)
            return original(self)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    return cancel


def _make_begin(original: Any) -> Any:
    def set_running_or_notify_cancel(self: Any) -> bool:
        try:
            can_begin: bool = original(self)
            if can_begin and self._lockstep and not caller().f_code.co_filename.endswith(BEGUN_ELSEWHERE):
                emit(JOB_BEGIN, self._lockstep, 0, 0, 0)
            return can_begin
        except BaseException as error:
            unseen(error)
            raise

    return set_running_or_notify_cancel


def _make_set(original: Any, *, raised: bool) -> Any:
    def report(self: Any, value: Any) -> None:
        if self._lockstep and self._state in UNFINISHED:
            announce(self._lockstep, value, raised=raised)
            if raised:
                quietly(unasked.raised, self, self._lockstep, value)

    def set_result(self: Any, result: Any) -> None:
        try:
            report(self, result)
            original(self, result)
        except BaseException as error:
            unseen(error)
            raise

    def set_exception(self: Any, exception: Any) -> None:
        try:
            report(self, exception)
            original(self, exception)
        except BaseException as error:
            unseen(error)
            raise

    return set_exception if raised else set_result


def _make_add(original: Any) -> Any:
    def add_done_callback(self: Any, fn: Any) -> None:
        try:
            if not self._lockstep or is_internal(caller().f_code.co_filename):
                return original(self, fn)  # type: ignore[no-any-return]
            return original(self, told(fn, self._lockstep, code_location(fn) or location_of(caller())))  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    return add_done_callback


def told(function: Callable[..., Any], job: int, location: int) -> Callable[..., Any]:
    """Return a callback that reports itself and then calls the program's."""

    def callback(*arguments: Any) -> Any:
        try:
            report_callback(job, function, location)
            return function(*arguments)
        except BaseException as error:
            unseen(error)
            raise

    return callback


def _awaited(futures: Any, until: Until | None, frame: FrameType) -> int:
    """Return the job that is waited for, or what stands for several of them; 0 if they are not known."""
    jobs = sorted({future._lockstep for future in futures if future._state in UNFINISHED})
    if len(jobs) < 2 or not jobs[0] or until is None:
        return jobs[0] if len(jobs) == 1 else 0
    if until != Until.EACH:
        if until != Until.ALL and len(jobs) > MOST:
            return 0
        del jobs[MOST:]
    several = define_job(0, "", location_of(frame))
    for job in jobs:
        emit(AMONG, several, job, int(until), 0)
    return several


def _watch(event: Any, subject: int) -> None:
    """Let the wait in `wait` and `as_completed` be seen; their event is the library's own."""
    base = type(event)
    watched = _watched.get(base)
    if watched is None:
        watched = _watched[base] = _make_watched(base)
    event.__class__ = watched
    event.subject = subject


_watched: dict[type, type] = {}


def _make_watched(base: Any) -> type:
    class Event(base):  # type: ignore[misc]
        __doc__ = base.__doc__
        subject = 0

        def wait(self, timeout: Any = None) -> bool:
            try:
                with Operation(self.subject, Reason.FUTURE, timeout_ns(timeout)) as operation:
                    is_set: bool = base.wait(self, timeout)
                    if operation.is_waiting:
                        operation.end(DONE if is_set else TIMEOUT)
                return is_set
            except BaseException as error:
                unseen(error)
                raise

    Event.__module__, Event.__qualname__ = base.__module__, base.__qualname__
    return Event
