"""Trace `queue.Queue`, its two kin, and `queue.SimpleQueue`.

`put` and `get` stay the library's own. The record is made where they call `_put` and `_get`, under the queue's mutex: so depth and order
are exact, and classes of the program's that override `_put`, `_get` or `_qsize` work and are seen. A plain queue that has room, or an
item, takes a short cut that does what the library does with fewer calls.
"""

from __future__ import annotations

from . import hooking, recorder
from .hooking import unseen
from .kinds import Flag, Kind, Reason, ResourceKind
from .location import caller, get_frame, is_internal, location_id, location_of, places
from .locks import timeout_ns
from .operations import DONE, RAISED, REFUSED, TIMEOUT, Operation
from .reprs import item_text
from .simple_queues import install as install_simple_queue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

here, emit = recorder.here, recorder.emit
PUT, GET, TASK_DONE, CLOSE = Kind.PUT << 48, Kind.GET << 48, int(Kind.TASK_DONE), int(Kind.CLOSE)
WAITED, NONBLOCKING = Flag.WAITED << 32, Flag.NONBLOCKING << 32
QUEUE_PUT, QUEUE_GET = Reason.QUEUE_PUT << 40, Reason.QUEUE_GET << 40
new, known_place = object.__new__, places.get
missing = object()


class _State:
    plain: tuple[type, ...] = ()  # queues whose depth is len(self.queue) and whose _put and _get run no code of the program's


class _Transfer(Operation):
    """A put or a get on its way to `_put` or `_get`, made without a call of `__init__`: this is a hot path."""

    __slots__ = ("is_blocking", "is_open")

    is_blocking: bool
    is_open: bool


def _open(self: Any, reason: int, block: Any, timeout: Any, frame: FrameType) -> _Transfer:
    transfer: _Transfer = new(_Transfer)
    transfer.subject = self._lockstep
    transfer.reason = reason
    transfer.timeout = 0 if not block else -1 if timeout is None else timeout_ns(timeout)
    transfer.location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
    transfer.is_waiting = False
    transfer.is_blocking = block
    transfer.is_open = True
    transfer.previous = here.operation
    here.operation = transfer
    return transfer


def install(module: ModuleType) -> None:
    """Hook the module `queue`."""
    queue = module.Queue
    queue._lockstep = 0
    refusals = tuple(getattr(module, name) for name in ("Full", "Empty", "ShutDown") if hasattr(module, name))
    hooking.method(queue, "__init__", _make_init)
    can_shut = hasattr(module, "ShutDown")
    hooking.method(queue, "put", lambda original: _make_put(original, refusals, can_shut))
    hooking.method(queue, "get", lambda original: _make_get(original, refusals))
    hooking.method(queue, "task_done", _make_task_done)
    hooking.method(queue, "join", _make_join)
    hooking.method(queue, "shutdown", _make_shutdown)
    _State.plain = (queue, module.LifoQueue)
    for owner in (queue, module.LifoQueue, module.PriorityQueue):
        _hook_class(owner)
    install_simple_queue(module)


def _make_init(original: Any) -> Any:
    def __init__(self: Any, maxsize: Any = 0) -> None:
        try:
            original(self, maxsize)
            frame = caller()
            if not is_internal(frame.f_code.co_filename):
                for owner in type(self).__mro__[:-2]:
                    _hook_class(owner)
                capacity = maxsize if type(maxsize) is int and maxsize > 0 else None
                object.__setattr__(self, "_lockstep", recorder.new_resource(ResourceKind.QUEUE, location_of(frame), capacity=capacity))
        except BaseException as error:
            unseen(error)
            raise

    return __init__


def _hook_class(owner: type) -> None:
    """Hook the `_put` and `_get` that a class defines itself, once."""
    for name, make in (("_put", _make_inner_put), ("_get", _make_inner_get)):
        if getattr(owner.__dict__.get(name), "_lockstep", None) is None:
            hooking.method(owner, name, make)


def _report(self: Any, transfer: _Transfer, kind: int, item: object) -> None:
    if transfer.is_waiting:
        kind |= WAITED
        transfer.is_waiting = False
    elif not transfer.is_blocking:
        kind |= NONBLOCKING
    here.write(kind | transfer.location, transfer.subject, depth_of(self) | item_text(item) << 32)


def depth_of(self: Any) -> int:
    """Return a queue's depth by its own `_qsize`; call it under the mutex."""
    try:
        depth = len(self.queue) if type(self) in _State.plain else self._qsize()
    except Exception:  # a `_qsize` of the program's: its trouble is not to come up here
        return 0
    return depth & 0xFFFFFFFF if type(depth) is int else 0


def _make_inner_put(original: Any) -> Any:
    def _put(self: Any, item: Any) -> None:
        try:
            transfer = here.operation
            if type(transfer) is not _Transfer or not transfer.is_open or transfer.subject != self._lockstep:
                return original(self, item)  # type: ignore[no-any-return]
            transfer.is_open = False  # the outermost `_put` reports
            original(self, item)
            _report(self, transfer, PUT, item)
        except BaseException as error:
            unseen(error)
            raise

    _put._lockstep = True  # type: ignore[attr-defined]
    return _put


def _make_inner_get(original: Any) -> Any:
    def _get(self: Any) -> Any:
        try:
            transfer = here.operation
            if type(transfer) is not _Transfer or not transfer.is_open or transfer.subject != self._lockstep:
                return original(self)
            transfer.is_open = False
            item = original(self)
            _report(self, transfer, GET, item)
            return item
        except BaseException as error:
            unseen(error)
            raise

    _get._lockstep = True  # type: ignore[attr-defined]
    return _get


def _make_put(original: Any, refusals: tuple[type[BaseException], ...], can_shut: bool) -> Any:
    def put_at_once(self: Any, item: Any, block: Any) -> bool:
        """Put as `Queue.put` does if there is room: the usual case, in a third of the library's calls. Say whether there was."""
        text = item_text(item) << 32
        try:
            frame = get_frame(2)
        except ValueError:  # a thread begins with the call itself
            frame = get_frame()
        location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
        with self.mutex:
            if 0 < self.maxsize <= len(self.queue) or (can_shut and self.is_shutdown):
                return False
            self._put(item)
            self.unfinished_tasks += 1
            here.write((PUT if block else PUT | NONBLOCKING) | location, self._lockstep, len(self.queue) | text)
            if self.not_empty._waiters:
                self.not_empty.notify()
        return True

    def put(self: Any, item: Any, block: Any = True, timeout: Any = None) -> None:
        try:
            if not self._lockstep:
                return original(self, item, block, timeout)  # type: ignore[no-any-return]
            if timeout is None and type(self) in _State.plain and put_at_once(self, item, block):
                return None
            transfer = _open(self, QUEUE_PUT, block, timeout, caller())
            try:
                return original(self, item, block, timeout)  # type: ignore[no-any-return]
            except BaseException as error:
                _refuse(transfer, error, refusals)
                raise
            finally:
                here.operation = transfer.previous
        except BaseException as error:
            unseen(error)
            raise

    return put


def _make_get(original: Any, refusals: tuple[type[BaseException], ...]) -> Any:
    def get_at_once(self: Any, block: Any) -> Any:
        """Get as `Queue.get` does if there is something; return `missing` if there is not."""
        try:
            frame = get_frame(2)
        except ValueError:
            frame = get_frame()
        location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
        with self.mutex:
            if not self.queue:
                return missing
            item = self._get()
            here.write((GET if block else GET | NONBLOCKING) | location, self._lockstep, len(self.queue) | item_text(item) << 32)
            if self.not_full._waiters:
                self.not_full.notify()
        return item

    def get(self: Any, block: Any = True, timeout: Any = None) -> Any:
        try:
            if not self._lockstep:
                return original(self, block, timeout)
            if timeout is None and type(self) in _State.plain:
                item = get_at_once(self, block)
                if item is not missing:
                    return item
            transfer = _open(self, QUEUE_GET, block, timeout, caller())
            try:
                return original(self, block, timeout)
            except BaseException as error:
                _refuse(transfer, error, refusals)
                raise
            finally:
                here.operation = transfer.previous
        except BaseException as error:
            unseen(error)
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
            unseen(error)
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
            unseen(error)
            raise

    return join


def _make_shutdown(original: Any) -> Any:
    def shutdown(self: Any, immediate: Any = False) -> None:
        try:
            if self._lockstep:
                emit(CLOSE, self._lockstep, int(bool(immediate)), 0, location_id())
            return original(self, immediate)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    return shutdown
