"""Trace `queue.Queue`, its two kin, and `queue.SimpleQueue`.

`put` and `get` stay the library's own. The record is made where they call `_put` and `_get`, under the queue's mutex: so depth and order are
exact, and classes of the program's that override `_put`, `_get` or `_qsize` work and are seen, each class once.
"""

from __future__ import annotations

from . import hooking, recorder
from .kinds import Flag, Kind, Reason, ResourceKind
from .location import get_frame, is_internal, location_id, location_of
from .locks import timeout_ns
from .operations import DONE, RAISED, REFUSED, TIMEOUT, Operation
from .reprs import short_repr
from .simple_queues import install as install_simple_queue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

here, emit, text_id = recorder.here, recorder.emit, recorder.text_id
PUT, GET, TASK_DONE, CLOSE = Kind.PUT << 48, Kind.GET << 48, int(Kind.TASK_DONE), int(Kind.CLOSE)
WAITED, NONBLOCKING = Flag.WAITED << 32, Flag.NONBLOCKING << 32


class _Transfer(Operation):
    """A put or a get on its way to `_put` or `_get`."""

    __slots__ = ("is_blocking", "is_open")

    is_blocking: bool
    is_open: bool


def install(module: ModuleType) -> None:
    """Hook the module `queue`."""
    queue = module.Queue
    queue._lockstep = 0
    refusals = tuple(getattr(module, name) for name in ("Full", "Empty", "ShutDown") if hasattr(module, name))
    hooking.method(queue, "__init__", _make_init)
    hooking.method(queue, "put", lambda original: _make_put(original, refusals))
    hooking.method(queue, "get", lambda original: _make_get(original, refusals))
    hooking.method(queue, "task_done", _make_task_done)
    hooking.method(queue, "join", _make_join)
    hooking.method(queue, "shutdown", _make_shutdown)
    for owner in (queue, module.LifoQueue, module.PriorityQueue):
        _hook_class(owner)
    install_simple_queue(module)


def _make_init(original: Any) -> Any:
    def __init__(self: Any, maxsize: Any = 0) -> None:
        try:
            original(self, maxsize)
            frame = get_frame(1)
            if not is_internal(frame.f_code.co_filename):
                for owner in type(self).__mro__[:-2]:
                    _hook_class(owner)
                capacity = maxsize if type(maxsize) is int and maxsize > 0 else None
                object.__setattr__(self, "_lockstep", recorder.new_resource(ResourceKind.QUEUE, location_of(frame), capacity=capacity))
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    return __init__


def _hook_class(owner: type) -> None:
    """Hook the `_put` and `_get` that a class defines itself, once."""
    for name, make in (("_put", _make_inner_put), ("_get", _make_inner_get)):
        if getattr(owner.__dict__.get(name), "_lockstep", None) is None:
            hooking.method(owner, name, make)


def _take_transfer(self: Any) -> _Transfer | None:
    """Return the put or get that is under way on this queue, once: the outermost `_put` or `_get` reports it."""
    transfer = here.operation
    if type(transfer) is not _Transfer or transfer.subject != self._lockstep or not transfer.is_open:
        return None
    transfer.is_open = False
    return transfer


def _report(self: Any, transfer: _Transfer, kind: int, item: object) -> None:
    flags = WAITED if transfer.is_waiting else 0 if transfer.is_blocking else NONBLOCKING
    transfer.is_waiting = False
    here.write(kind | flags | transfer.location, transfer.subject, depth_of(self) | text_id(short_repr(item)) << 32)


def depth_of(self: Any) -> int:
    """Return a queue's depth by its own `_qsize`; call it under the mutex."""
    try:
        depth = self._qsize()
    except Exception:  # a `_qsize` of the program's: its trouble is not to come up here
        return 0
    return depth & 0xFFFFFFFF if type(depth) is int else 0


def _make_inner_put(original: Any) -> Any:
    def _put(self: Any, item: Any) -> None:
        try:
            transfer = _take_transfer(self)
            original(self, item)
            if transfer is not None:
                _report(self, transfer, PUT, item)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    _put._lockstep = True  # type: ignore[attr-defined]
    return _put


def _make_inner_get(original: Any) -> Any:
    def _get(self: Any) -> Any:
        try:
            transfer = _take_transfer(self)
            item = original(self)
            if transfer is not None:
                _report(self, transfer, GET, item)
            return item
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    _get._lockstep = True  # type: ignore[attr-defined]
    return _get


def _make_put(original: Any, refusals: tuple[type[BaseException], ...]) -> Any:
    def put(self: Any, item: Any, block: Any = True, timeout: Any = None) -> None:
        try:
            if not self._lockstep:
                return original(self, item, block, timeout)  # type: ignore[no-any-return]
            transfer = _Transfer(self._lockstep, Reason.QUEUE_PUT, timeout_ns(timeout) if block else 0)
            transfer.is_blocking, transfer.is_open = block, True
            previous, here.operation = here.operation, transfer
            try:
                return original(self, item, block, timeout)  # type: ignore[no-any-return]
            except BaseException as error:
                _refuse(transfer, error, refusals)
                raise
            finally:
                here.operation = previous
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    return put


def _make_get(original: Any, refusals: tuple[type[BaseException], ...]) -> Any:
    def get(self: Any, block: Any = True, timeout: Any = None) -> Any:
        try:
            if not self._lockstep:
                return original(self, block, timeout)
            transfer = _Transfer(self._lockstep, Reason.QUEUE_GET, timeout_ns(timeout) if block else 0)
            transfer.is_blocking, transfer.is_open = block, True
            previous, here.operation = here.operation, transfer
            try:
                return original(self, block, timeout)
            except BaseException as error:
                _refuse(transfer, error, refusals)
                raise
            finally:
                here.operation = previous
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    return get


def _refuse(transfer: _Transfer, error: BaseException, refusals: tuple[type[BaseException], ...]) -> None:
    """Record that a put or get took nothing. `refusals` are Full, Empty and, where it exists, ShutDown."""
    if transfer.is_waiting:
        transfer.end(TIMEOUT if type(error) in refusals[:2] else RAISED)
    elif type(error) in refusals:
        transfer.end(REFUSED)


def _make_task_done(original: Any) -> Any:
    def task_done(self: Any) -> None:
        try:
            left = self.unfinished_tasks - 1
            if self._lockstep and left >= 0:
                emit(TASK_DONE, self._lockstep, left, 0, location_id())
            return original(self)  # type: ignore[no-any-return]
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    return task_done


def _make_join(original: Any) -> Any:
    def join(self: Any) -> None:
        try:
            if not self._lockstep:
                return original(self)  # type: ignore[no-any-return]
            with Operation(self._lockstep, Reason.JOIN, -1) as operation:
                original(self)
            operation.end(DONE)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    return join


def _make_shutdown(original: Any) -> Any:
    def shutdown(self: Any, immediate: Any = False) -> None:
        try:
            if self._lockstep:
                emit(CLOSE, self._lockstep, int(bool(immediate)), 0, location_id())
            return original(self, immediate)  # type: ignore[no-any-return]
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
            raise

    return shutdown
