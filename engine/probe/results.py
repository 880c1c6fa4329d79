"""Trace what `multiprocessing.Pool` gives for a call: `AsyncResult`, a map's result, an imap's iterator.

Each gets its job's number where the library makes it, before a worker can have the job. Who waits waits on an event of ours in the place
of the library's; it is set when the callback is done, so that the result comes after the callback, as it does.
"""

from __future__ import annotations

from . import unasked
from .futures import told
from .hooking import unseen
from .jobs import SUBMIT, announce, call_label, define_job, function_name, job_key, take_submission
from .kinds import Kind, Reason
from .location import code_location
from .locks import timeout_ns
from .operations import DONE, TIMEOUT, Operation
from .recorder import emit, here
from .replacing import quietly, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

    from .jobs import Submission

CREATE = int(Kind.CREATE)

wholes: dict[int, tuple[int, int]] = {}  # an imap's number at the library -> its job, and the place that called it


def install_results(module: ModuleType) -> None:
    """Hook the kinds of results of `multiprocessing.pool`."""
    event = _make_event(module.threading.Event)
    _install_creation(module.ApplyResult, lambda result, submission: _begin_call(result, submission, event))
    _install_creation(module.MapResult, lambda result, submission: _begin_map(result, submission, event))
    _install_creation(module.IMapIterator, _begin_iterator)
    _install_set(module.ApplyResult, _note_call)
    _install_set(module.MapResult, _note_chunk)
    _install_set(module.IMapIterator, _note_item)
    _install_set(module.IMapUnorderedIterator, _note_item_in_any_order)
    _install_length(module.IMapIterator)
    for name in ("get", "successful"):
        _install_ask(module.ApplyResult, name)
    for name in ("next", "__next__"):
        _install_next(module.IMapIterator, name)


def _make_event(base: Any) -> Any:
    class Event(base):  # type: ignore[misc]
        """The event of one result: `outcome` is (succeeded, value), as the library has it."""

        job = 0
        outcome: Any = (True, None)

        def set(self) -> None:
            announce(self.job, self.outcome[1], raised=not self.outcome[0])
            base.set(self)

        def wait(self, timeout: Any = None) -> bool:
            try:
                with Operation(self.job, Reason.FUTURE, timeout_ns(timeout)) as operation:
                    is_set: bool = base.wait(self, timeout)
                    if operation.is_waiting:
                        operation.end(DONE if is_set else TIMEOUT)
                return is_set
            except BaseException as error:
                unseen(error)
                raise

    Event.__module__, Event.__qualname__ = "threading", "Event"
    return Event


def _install_creation(owner: Any, report: Callable[[Any, Submission], None]) -> None:
    original: Callable[..., None] = owner.__init__

    def __init__(self: Any, pool: Any, *arguments: Any, **keywords: Any) -> None:
        try:
            submission = take_submission() if here.submission is not None else None
            original(self, pool, *arguments, **keywords)
            if submission is not None:
                quietly(report, self, submission)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "__init__", __init__)


def _attach(result: Any, job: int, location: int, event: Any) -> None:
    done = event()
    done.job = job
    result._event = done
    for name in ("_callback", "_error_callback"):
        function = getattr(result, name)
        if function is not None:
            setattr(result, name, told(function, job, code_location(function) or location))


def _begin_call(result: Any, submission: Submission, event: Any) -> None:
    pool, location = result._pool, submission.location
    arguments, keywords = submission.arguments, submission.keywords
    args = arguments[0] if arguments else keywords.get("args", ())
    label = call_label(submission.function, args, arguments[1] if len(arguments) > 1 else keywords.get("kwds"))
    job = define_job(pool._lockstep, label, location, key=job_key(pool._lockstep_key, result._job, 0))
    _attach(result, job, location, event)
    emit(SUBMIT, job, 0, 0, location)


def _begin_map(result: Any, submission: Submission, event: Any) -> None:
    """Define a map and its chunks; one without items is done already."""
    if result._event.is_set():
        return
    pool, location, size, length = result._pool, submission.location, result._chunksize, len(result._value)
    name = function_name(submission.function)
    whole = define_job(pool._lockstep, f"map({name})", location, count=length)
    emit(CREATE, whole, 0, 0, location)
    _attach(result, whole, location, event)
    result._event.outcome = True, result._value
    for index in range(result._number_left):
        count = min(size, length - index * size)
        span = f"{index * size}" if count == 1 else f"{index * size}:{index * size + count}"
        key = job_key(pool._lockstep_key, result._job, index)
        part = define_job(pool._lockstep, f"{name}[{span}]", location, count=count, whole=whole, key=key)
        emit(SUBMIT, part, 0, 0, location)


def _begin_iterator(result: Any, submission: Submission) -> None:
    label = f"{submission.owner}({function_name(submission.function)})"
    location = submission.location
    job = define_job(result._pool._lockstep, label, location)
    emit(CREATE, job, 0, 0, location)
    result._lockstep = job
    wholes[result._job] = job, location


def _install_set(owner: Any, note: Callable[[Any, Any, Any], None]) -> None:
    original: Callable[..., None] = owner._set

    def _set(self: Any, i: Any, obj: Any) -> None:
        try:
            quietly(note, self, i, obj)
            original(self, i, obj)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "_set", _set)


def _install_ask(owner: Any, name: str) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def ask(self: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            try:
                return original(self, *arguments, **keywords)
            finally:
                unasked.asked(self, is_there=self._event.is_set())
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, name, ask)


def _note_call(result: Any, index: Any, outcome: Any) -> None:
    result._event.outcome = outcome
    _note_exception(result, outcome)


def _note_chunk(result: Any, index: Any, outcome: Any) -> None:
    if not outcome[0] and result._success:
        result._event.outcome = outcome
        _note_exception(result, outcome)


def _note_exception(result: Any, outcome: Any) -> None:
    if not outcome[0] and result._error_callback is None and result._event.job:
        unasked.raised(result, result._event.job, outcome[1])


def _note_item(result: Any, index: Any, outcome: Any) -> None:
    if index == result._index:
        _note_item_in_any_order(result, index, outcome)


def _note_item_in_any_order(result: Any, index: Any, outcome: Any) -> None:
    job = vars(result).get("_lockstep")
    if job:
        announce(job, outcome[1], raised=not outcome[0])


def _install_length(owner: Any) -> None:
    original: Callable[..., None] = owner._set_length

    def _set_length(self: Any, length: Any) -> None:
        try:
            wholes.pop(self._job, None)
            original(self, length)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "_set_length", _set_length)


def _install_next(owner: Any, name: str) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def next(self: Any, timeout: Any = None) -> Any:
        try:
            job = vars(self).get("_lockstep")
            if not job:
                return original(self, timeout)
            with Operation(job, Reason.FUTURE, timeout_ns(timeout)) as operation:
                outcome = DONE
                try:
                    return original(self, timeout)
                except BaseException as error:
                    outcome = TIMEOUT if timeout is not None and type(error).__name__ == "TimeoutError" else DONE
                    raise
                finally:
                    if operation.is_waiting:
                        operation.end(outcome)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, name, next)
