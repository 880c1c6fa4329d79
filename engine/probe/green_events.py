"""Trace `gevent.event`: Event and AsyncResult."""

from __future__ import annotations

from . import green_waits, recorder
from .green_waits import DONE, RAISED, TIMEOUT, caller, write
from .hooking import unseen
from .kinds import Kind, Reason, ResourceKind
from .location import location_of
from .locks import timeout_ns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

here = recorder.here
SET, CLEAR = int(Kind.SET), int(Kind.CLEAR)
EVENT, FUTURE = int(Reason.EVENT), int(Reason.FUTURE)


def install(module: ModuleType) -> None:
    """Hook the module `gevent.event`."""
    module.Event = _make_event(module.Event)  # type: ignore[attr-defined]
    module.AsyncResult = _make_result(module.AsyncResult)  # type: ignore[attr-defined]


def wait_for(self: Any, raw: Any, call: Any, arguments: tuple[Any, ...], timeout: Any, frame: FrameType | None) -> Any:
    """Wait until something is set. What the library itself made is the result of work that it was given."""
    subject = self._lockstep
    if here.hidden or raw.ready(self) or (not subject and not hasattr(raw, "get")):
        return call(self, *arguments)
    location, reason = location_of(frame), EVENT if subject else FUTURE
    green_waits.begin(subject, reason, timeout_ns(timeout), location)
    outcome = RAISED
    here.hidden += 1
    try:
        result = call(self, *arguments)
        outcome = DONE if raw.ready(self) else TIMEOUT
        return result
    finally:
        here.hidden -= 1
        green_waits.end(subject, reason, outcome, location)


def _tell(self: Any, kind: int, frame: FrameType | None) -> None:
    if self._lockstep and not here.hidden:
        write(kind, self._lockstep, 0, 0, location_of(frame))


def _make_event(raw: Any) -> Any:
    raw_init, raw_wait, raw_set, raw_clear = raw.__init__, raw.wait, raw.set, raw.clear

    class Event(raw, metaclass=green_waits.Answering):  # type: ignore[misc]
        __slots__ = ("_lockstep",)
        _lockstep_raw = raw

        def __init__(self) -> None:
            raw_init(self)
            self._lockstep = green_waits.new_resource(ResourceKind.EVENT, caller())

        def wait(self, timeout: Any = None) -> Any:
            try:
                return wait_for(self, raw, raw_wait, (timeout,), timeout, caller())
            except BaseException as error:
                unseen(error)
                raise

        def set(self) -> None:
            _tell(self, SET, caller())
            raw_set(self)

        def clear(self) -> None:
            _tell(self, CLEAR, caller())
            raw_clear(self)

    return green_waits.stand_in(Event, raw)


def _make_result(raw: Any) -> Any:
    raw_init, raw_wait, raw_get = raw.__init__, raw.wait, raw.get
    raw_set, raw_set_exception, raw_call = raw.set, raw.set_exception, raw.__call__

    class AsyncResult(raw, metaclass=green_waits.Answering):  # type: ignore[misc]
        __slots__ = ("_lockstep",)
        _lockstep_raw = raw

        def __init__(self) -> None:
            raw_init(self)
            self._lockstep = green_waits.new_resource(ResourceKind.EVENT, caller())

        def wait(self, timeout: Any = None) -> Any:
            try:
                return wait_for(self, raw, raw_wait, (timeout,), timeout, caller())
            except BaseException as error:
                unseen(error)
                raise

        def get(self, block: Any = True, timeout: Any = None) -> Any:
            try:
                if not block:
                    return raw_get(self, block, timeout)
                return wait_for(self, raw, raw_get, (block, timeout), timeout, caller())
            except BaseException as error:
                unseen(error)
                raise

        def set(self, value: Any = None) -> None:
            _tell(self, SET, caller())
            raw_set(self, value)

        def set_exception(self, exception: Any, exc_info: Any = None) -> None:
            _tell(self, SET, caller())
            raw_set_exception(self, exception, exc_info)

        def __call__(self, source: Any) -> None:
            """Take the result of a greenlet that it is linked to."""
            _tell(self, SET, caller())
            raw_call(self, source)

        def result(self, timeout: Any = None) -> Any:
            try:
                return wait_for(self, raw, raw_get, (True, timeout), timeout, caller())
            except BaseException as error:
                unseen(error)
                raise

    return green_waits.stand_in(AsyncResult, raw)
