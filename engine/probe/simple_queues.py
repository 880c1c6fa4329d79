"""Trace `queue.SimpleQueue`, the one written in C: it has no mutex, so a put is recorded before it takes effect and a get after.

Of those that the standard library makes (a thread pool's work) only a get that must wait is told, as a wait for the pool whose number
it carries, else without a resource.
"""

from __future__ import annotations

from . import recorder
from .hooking import unseen
from .kinds import Flag, Kind, Outcome, Reason, ResourceKind
from .location import get_frame, is_internal, location_id
from .locks import timeout_ns
from .reprs import item_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

emit = recorder.emit
PUT, GET, WAIT, WAIT_END = int(Kind.PUT), int(Kind.GET), int(Kind.WAIT), int(Kind.WAIT_END)
WAITED, NONBLOCKING = int(Flag.WAITED), int(Flag.NONBLOCKING)
QUEUE_GET = Reason.QUEUE_GET << 8
TIMEOUT, REFUSED, RAISED = int(Outcome.TIMEOUT), int(Outcome.REFUSED), int(Outcome.RAISED)


def install(module: ModuleType) -> None:
    """Hook the module `queue`; its Python twin, used where the C one is missing, stays as it is."""
    raw = module.SimpleQueue
    if raw.__module__ == "_queue" and type(raw) is type:
        module.SimpleQueue = _make_type(raw, module.Empty)  # type: ignore[attr-defined]


class _SimpleQueueType(type):
    """Make the traced type answer for raw queues, and give the standard library raw ones."""

    raw: type
    unnamed: type

    def __call__(cls, *arguments: Any, **keywords: Any) -> Any:
        try:
            if cls.__module__ == "_queue":
                if arguments or keywords:
                    return cls.raw(*arguments, **keywords)
                if is_internal(get_frame(1).f_code.co_filename):
                    return cls.unnamed()
            return type.__call__(cls, *arguments, **keywords)
        except BaseException as error:
            unseen(error)
            raise

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.raw) if cls.__module__ == "_queue" else type.__instancecheck__(cls, instance)


def _make_get(raw: Any, empty: type[BaseException]) -> Any:
    """Make the one function behind `get` and `get_nowait`."""
    raw_get, raw_size = raw.get, raw.qsize
    missing = object()

    def _get(self: Any, block: Any, timeout: Any, location: int) -> Any:
        flags = 0 if block else NONBLOCKING
        item = missing
        plain = timeout is None or timeout_ns(timeout) >= 0
        if not block or plain:
            item = try_get(self)
        if item is missing:
            item, flags = wait_get(self, block, timeout, location), WAITED if block else flags
        emit(GET, self._subject, raw_size(self) | item_text(item) << 32, flags, location)
        return item

    def try_get(self: Any) -> Any:
        try:
            return raw_get(self, False)
        except empty:
            return missing

    def wait_get(self: Any, block: Any, timeout: Any, location: int) -> Any:
        if block:
            emit(WAIT, self._subject, timeout_ns(timeout), QUEUE_GET, location)
        try:
            return raw_get(self, block, timeout)
        except BaseException as error:
            outcome = RAISED if type(error) is not empty else TIMEOUT if block else REFUSED
            emit(WAIT_END, self._subject, 0, QUEUE_GET | outcome, location)
            unseen(error)
            raise

    return _get


def _make_type(raw: Any, empty: type[BaseException]) -> Any:
    raw_put, raw_size = raw.put, raw.qsize
    _get = _make_get(raw, empty)

    class Type(_SimpleQueueType):  # one for each `_queue`: a program may import it afresh, and its Empty is then another
        pass

    Type.raw, Type.unnamed = raw, _make_unnamed_type(raw, empty)

    class SimpleQueue(raw, metaclass=Type):  # type: ignore[misc]
        __slots__ = ("_subject",)
        __doc__ = raw.__doc__

        def __new__(cls, *_: Any, **__: Any) -> Any:
            made = raw.__new__(cls)
            made._subject = recorder.new_resource(ResourceKind.QUEUE, location_id(2))
            return made

        def put(self, item: Any, block: Any = True, timeout: Any = None) -> None:
            depth = raw_size(self) + 1
            emit(PUT, self._subject, depth | item_text(item) << 32, 0, location_id())
            raw_put(self, item)

        def put_nowait(self, item: Any) -> None:
            depth = raw_size(self) + 1
            emit(PUT, self._subject, depth | item_text(item) << 32, 0, location_id())
            raw_put(self, item)

        def get(self, block: Any = True, timeout: Any = None) -> Any:
            try:
                return _get(self, block, timeout, location_id())
            except BaseException as error:
                unseen(error)
                raise

        def get_nowait(self) -> Any:
            try:
                return _get(self, False, None, location_id())
            except BaseException as error:
                unseen(error)
                raise

        def __reduce_ex__(self, protocol: Any) -> Any:
            if type(self) is SimpleQueue:
                raise TypeError("cannot pickle '_queue.SimpleQueue' object")
            return super().__reduce_ex__(protocol)

    SimpleQueue.__module__, SimpleQueue.__qualname__ = "_queue", "SimpleQueue"
    return SimpleQueue


def _make_unnamed_type(raw: Any, empty: type[BaseException]) -> Any:
    raw_get = raw.get

    class SimpleQueue(raw):  # type: ignore[misc]
        __slots__ = ("_subject",)
        __doc__ = raw.__doc__

        def get(self, block: Any = True, timeout: Any = None) -> Any:
            try:
                if not block or (timeout is not None and timeout_ns(timeout) < 0):
                    return raw_get(self, block, timeout)
                try:
                    return raw_get(self, False)
                except empty:
                    location = location_id()
                subject = getattr(self, "_subject", 0)
                emit(WAIT, subject, timeout_ns(timeout), QUEUE_GET, location)
                try:
                    return raw_get(self, True, timeout)
                finally:
                    emit(WAIT_END, subject, 0, QUEUE_GET, location)
            except BaseException as error:
                unseen(error)
                raise

    SimpleQueue.__module__, SimpleQueue.__qualname__ = "_queue", "SimpleQueue"
    return SimpleQueue
