"""Trace `gevent.queue`, which `queue` is once it is patched.

A put that finds room is recorded before it takes effect, a get after, so that no get comes before its put. One that must wait says so,
and is recorded when its greenlet goes on: the hub has then put the item, or taken it out, in its stead.
"""

from __future__ import annotations

from . import green_waits, recorder
from .green_waits import DONE, NONBLOCKING, RAISED, REFUSED, TIMEOUT, WAITED, caller, write
from .hooking import unseen
from .kinds import Kind, Reason, ResourceKind
from .location import location_of
from .locks import timeout_ns
from .reprs import item_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

here, emit = recorder.here, recorder.emit
PUT, GET, TASK_DONE, CLOSE = int(Kind.PUT), int(Kind.GET), int(Kind.TASK_DONE), int(Kind.CLOSE)
QUEUE_PUT, QUEUE_GET, JOIN = int(Reason.QUEUE_PUT), int(Reason.QUEUE_GET), int(Reason.JOIN)
NAMES = ("SimpleQueue", "Queue", "JoinableQueue", "UnboundQueue", "PriorityQueue", "LifoQueue", "Channel")


class _Refusals:
    """What a put or get raises that takes nothing, or in no time."""

    types: tuple[type[BaseException], ...] = ()


def install(module: ModuleType) -> None:
    """Hook the module `gevent.queue`."""
    _Refusals.types = (module.Full, module.Empty)
    made: dict[type, type] = {}
    for name in NAMES:
        raw = getattr(module, name, None)
        if raw is not None:
            made[raw] = made.get(raw) or _make_type(raw)
            setattr(module, name, made[raw])


def _capacity(self: Any) -> int | None:
    size = getattr(self, "maxsize", None)
    return size if type(size) is int and size > 0 else None


def _put(self: Any, raw_put: Any, item: Any, block: Any, timeout: Any, frame: FrameType | None) -> Any:
    subject = self._lockstep
    if not subject or here.hidden:
        return raw_put(self, item, block, timeout)
    location, flags = location_of(frame), 0 if block else NONBLOCKING
    if self.full() or not hasattr(self, "copy"):  # a channel hands over: both ends wait for each other
        flags = _wait(self, lambda: raw_put(self, item, block, timeout), QUEUE_PUT, block, timeout, location)[1]
        write(PUT, subject, _depth(self) | item_text(item) << 32, flags, location)
        return None
    write(PUT, subject, _depth(self) + 1 | item_text(item) << 32, flags, location)
    return raw_put(self, item, block, timeout)


def _get(self: Any, raw_get: Any, block: Any, timeout: Any, frame: FrameType | None) -> Any:
    subject = self._lockstep
    if not subject or here.hidden:
        return raw_get(self, block, timeout)
    location, flags = location_of(frame), 0 if block else NONBLOCKING
    if _depth(self):
        item = raw_get(self, block, timeout)
    else:
        item, flags = _wait(self, lambda: raw_get(self, block, timeout), QUEUE_GET, block, timeout, location)
    write(GET, subject, _depth(self) | item_text(item) << 32, flags, location)
    return item


def _wait(self: Any, call: Any, reason: int, block: Any, timeout: Any, location: int) -> tuple[Any, int]:
    """Put or get where that has to wait, or is refused; tell what came of it and how."""
    subject = self._lockstep
    if block:
        green_waits.begin(subject, reason, timeout_ns(timeout), location)
    here.hidden += 1
    try:
        result = call()
    except BaseException as error:
        refused = type(error) in _Refusals.types
        green_waits.end(subject, reason, (TIMEOUT if block else REFUSED) if refused else RAISED, location)
        raise
    finally:
        here.hidden -= 1
    return result, WAITED if block else NONBLOCKING


def _depth(self: Any) -> int:
    depth = self.qsize()
    return depth if type(depth) is int and depth >= 0 else 0


def _make_type(raw: Any) -> Any:
    def __init__(self: Any, *arguments: Any, **keywords: Any) -> None:
        try:
            self._lockstep = 0
            raw.__init__(self, *arguments, **keywords)
            self._lockstep = green_waits.new_resource(ResourceKind.QUEUE, caller(), capacity=_capacity(self))
        except BaseException as error:
            unseen(error)
            raise

    traced = green_waits.subclass(raw, ("_lockstep",), __init__=__init__, **_make_puts(raw.put), **_make_gets(raw.get))
    if hasattr(raw, "task_done"):
        _add_tasks(traced, raw)
    return traced


def _make_puts(raw_put: Any) -> dict[str, Any]:
    def put(self: Any, item: Any, block: Any = True, timeout: Any = None) -> None:
        try:
            _put(self, raw_put, item, block, timeout, caller())
        except BaseException as error:
            unseen(error)
            raise

    def put_nowait(self: Any, item: Any) -> None:
        try:
            _put(self, raw_put, item, False, None, caller())
        except BaseException as error:
            unseen(error)
            raise

    return {"put": put, "put_nowait": put_nowait}


def _make_gets(raw_get: Any) -> dict[str, Any]:
    def get(self: Any, block: Any = True, timeout: Any = None) -> Any:
        try:
            return _get(self, raw_get, block, timeout, caller())
        except BaseException as error:
            unseen(error)
            raise

    def get_nowait(self: Any) -> Any:
        try:
            return _get(self, raw_get, False, None, caller())
        except BaseException as error:
            unseen(error)
            raise

    def __next__(self: Any) -> Any:
        try:
            result = _get(self, raw_get, True, None, caller())
        except BaseException as error:
            unseen(error)
            raise
        if result is StopIteration:
            raise result
        return result

    return {"get": get, "get_nowait": get_nowait, "__next__": __next__}


def _add_tasks(traced: Any, raw: Any) -> None:
    """Add what only queues with unfinished tasks have."""
    raw_done, raw_join, raw_shutdown = raw.task_done, raw.join, getattr(raw, "shutdown", None)

    def task_done(self: Any) -> None:
        try:
            left = self.unfinished_tasks - 1
            if self._lockstep and left >= 0:
                emit(TASK_DONE, self._lockstep, left, 0, location_of(caller()))
            raw_done(self)
        except BaseException as error:
            unseen(error)
            raise

    def join(self: Any, timeout: Any = None) -> Any:
        try:
            subject = self._lockstep
            if not subject or here.hidden or not self.unfinished_tasks:
                return raw_join(self, timeout)
            location, outcome = location_of(caller()), RAISED
            green_waits.begin(subject, JOIN, timeout_ns(timeout), location)
            here.hidden += 1
            try:
                result = raw_join(self, timeout)
                outcome = TIMEOUT if self.unfinished_tasks else DONE
                return result
            finally:
                here.hidden -= 1
                green_waits.end(subject, JOIN, outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    def shutdown(self: Any, immediate: Any = False) -> Any:
        try:
            if self._lockstep:
                emit(CLOSE, self._lockstep, int(bool(immediate)), 0, location_of(caller()))
            return raw_shutdown(self, immediate)  # type: ignore[misc]
        except BaseException as error:
            unseen(error)
            raise

    traced.task_done, traced.join = task_done, join
    if raw_shutdown is not None:
        traced.shutdown = shutdown
