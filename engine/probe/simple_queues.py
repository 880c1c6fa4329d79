"""Trace `queue.SimpleQueue`, the one written in C: it has no mutex, so a put is recorded before it takes effect and a get after.

Of those that the standard library makes (a thread pool's work) only a get that must wait is told, as a wait for the pool whose number
it carries, else without a resource.
"""

from __future__ import annotations

from time import monotonic_ns

from . import recorder
from .hooking import disguise_methods, unseen
from .kinds import Flag, Kind, Outcome, Reason, ResourceKind
from .location import caller, get_frame, is_internal, location_id, location_of, places
from .locks import timeout_ns
from .reprs import item_text, known_texts
from .writer import pack_packed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

here, emit = recorder.here, recorder.emit
missing = object()
PUTS, GETS, GET, WAIT, WAIT_END = Kind.PUT << 48, Kind.GET << 48, int(Kind.GET), int(Kind.WAIT), int(Kind.WAIT_END)
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
                if is_internal(caller().f_code.co_filename):
                    return cls.unnamed()
            return type.__call__(cls, *arguments, **keywords)
        except BaseException as error:
            unseen(error)
            raise

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.raw) if cls.__module__ == "_queue" else type.__instancecheck__(cls, instance)


def _make_try(raw_get: Any, empty: type[BaseException]) -> Any:
    def try_get(self: Any) -> Any:
        try:
            return raw_get(self, False)
        except empty:
            return missing

    return try_get


def _make_slow_get(raw: Any, try_get: Any, empty: type[BaseException]) -> Any:
    """Make the one function behind `get_nowait` and a `get` that cannot be had at once."""
    raw_get, raw_size = raw.get, raw.qsize

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


# In the two hottest functions Ring.write stands written out; the subject, and the word that a place makes, are kept packed, and the value's
# halves are packed as they are: that takes a quarter off a put and a get.
def _learn(words: dict[int, bytes], frame: FrameType, kind: int) -> bytes:
    """Return what a record says of its kind and place; remember it if the place is the program's own line."""
    place, word = id(frame.f_code) + frame.f_lasti, (kind | location_of(frame)).to_bytes(8, "little")
    if places.get(place):
        words[place] = word
    return word


def _make_put(raw: Any) -> Any:
    raw_put, raw_size = raw.put, raw.qsize
    words: dict[int, bytes] = {}

    def put(self: Any, item: Any, block: Any = True, timeout: Any = None) -> None:
        try:
            frame = get_frame(1)
            word = words[id(frame.f_code) + frame.f_lasti]
            text = known_texts[item] if type(item) is int else item_text(item)
        except (KeyError, ValueError):  # ValueError: a thread begins with the call itself
            word, text = _learn(words, caller(), PUTS), item_text(item)
        ring, depth, now = here.ring or recorder.ring(), raw_size(self) + 1, monotonic_ns()
        position = ring.position
        if position > ring.last:
            ring.write(int.from_bytes(word, "little"), self._subject, depth | text << 32)
        else:
            ring.position = position + 32
            pack_packed(ring.buffer, position, now, self._packed, depth, text, word)
        raw_put(self, item)

    return put


def _make_get(raw: Any, _get: Any, empty: type[BaseException]) -> Any:
    raw_get, raw_size = raw.get_nowait, raw.qsize
    words: dict[int, bytes] = {}

    def get(self: Any, block: Any = True, timeout: Any = None) -> Any:
        try:
            item = missing
            if block is True and timeout is None:
                try:
                    item = raw_get(self)
                except empty:
                    item = missing
            if item is missing:
                return _get(self, block, timeout, location_id())
            try:
                frame = get_frame(1)
                word = words[id(frame.f_code) + frame.f_lasti]
                text = known_texts[item] if type(item) is int else item_text(item)
            except (KeyError, ValueError):
                word, text = _learn(words, caller(), GETS), item_text(item)
            ring, depth, now = here.ring or recorder.ring(), raw_size(self), monotonic_ns()
            position = ring.position
            if position > ring.last:
                ring.write(int.from_bytes(word, "little"), self._subject, depth | text << 32)
            else:
                ring.position = position + 32
                pack_packed(ring.buffer, position, now, self._packed, depth, text, word)
            return item
        except BaseException as error:
            unseen(error)
            raise

    return get


def _make_type(raw: Any, empty: type[BaseException]) -> Any:
    raw_put, raw_size = raw.put, raw.qsize
    try_get = _make_try(raw.get, empty)
    _get = _make_slow_get(raw, try_get, empty)

    class Type(_SimpleQueueType):  # one for each `_queue`: a program may import it afresh, and its Empty is then another
        pass

    Type.raw, Type.unnamed = raw, _make_unnamed_type(raw, empty)

    class SimpleQueue(raw, metaclass=Type):  # type: ignore[misc]
        __slots__ = ("_packed", "_subject")
        __doc__ = raw.__doc__

        def __new__(cls, *_: Any, **__: Any) -> Any:
            made = raw.__new__(cls)
            made._subject = recorder.new_resource(ResourceKind.QUEUE, location_id(2))
            made._packed = made._subject.to_bytes(8, "little")
            return made

        put, get = _make_put(raw), _make_get(raw, _get, empty)

        def put_nowait(self, item: Any) -> None:
            here.write(PUTS | location_id(), self._subject, raw_size(self) + 1 | item_text(item) << 32)
            raw_put(self, item)

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

    disguise_methods(SimpleQueue, raw)
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
