"""What processes share in memory: multiprocessing's Value and Array, ShareableList and SharedMemory, and what is read and written in them.

A value that brings its own lock is one resource with it (see shared_locks.py: the lock's maker tells); one under a lock of the program's,
or without any, is a resource of its own. Whichever process uses it finds it by where it stands in the shared memory.

What is read and written is recorded while the value's own lock is held, if it has one. Raw values are C objects that cannot be hooked: of
them only a program whose modules are rewritten tells (see variables.py).
"""

from __future__ import annotations

import posix

from .callers import program_frame
from .hooking import unseen
from .kinds import Definition, Kind, ResourceKind
from .location import caller, location_of
from .recorder import TABLE_LIMIT, define, emit, text_id
from .replacing import quietly, replace
from .reprs import item_text, short_repr
from .shared_locks import KEYS, MARK, adopt, create, key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

READ, WRITE, VALUE = int(Kind.READ), int(Kind.WRITE), ResourceKind.VALUE
WHOLE = 0  # the part of a value that is all of it

_raw: dict[int, tuple[object, int]] = {}  # id of a raw value or a buffer -> itself, which keeps the id from being used again; its number


def install(module: ModuleType) -> None:
    """Hook `multiprocessing.sharedctypes`."""
    for name in ("Value", "Array"):
        _install_creation(module, name)
    made = module.make_property
    module.make_property = lambda name: _watched(made(name), name)  # type: ignore[attr-defined]
    module.Synchronized.value = _watched(module.Synchronized.value, "value")
    for name in ("value", "raw"):
        setattr(module.SynchronizedString, name, _watched(getattr(module.SynchronizedString, name), name))
    _install_items(module.SynchronizedArray, _value_number, under_lock=True)


def install_memory(module: ModuleType) -> None:
    """Hook `multiprocessing.shared_memory`."""
    _install_items(module.ShareableList, _list_number, under_lock=False)
    _install_making(module.SharedMemory, _keep_buffer)
    _install_making(module.ShareableList, _keep_list)


def _install_making(owner: Any, keep: Callable[[Any, FrameType], None]) -> None:
    original: Callable[..., None] = owner.__init__

    def __init__(self: Any, *args: Any, **keywords: Any) -> None:
        try:
            original(self, *args, **keywords)
        except BaseException as error:
            unseen(error)
            raise
        frame = program_frame(caller())
        if frame is not None:
            quietly(keep, self, frame)

    replace(owner, "__init__", __init__)


def subject_of(thing: object) -> int:
    """Return the number of a raw value or of a shared memory's buffer; 0 for all else."""
    known = _raw.get(id(thing))
    if known is not None:
        return known[1]
    key = _memory_key(thing)
    return _remember(thing, adopt(VALUE, key=key)) if key else 0


def _keep_buffer(memory: Any, frame: FrameType) -> None:
    _remember(memory.buf, create(VALUE, location_of(frame), f"memory:{memory.name}"))


def _keep_list(made: Any, frame: FrameType) -> None:
    vars(made)[MARK] = create(VALUE, location_of(frame), f"memory:{made.shm.name}")


def _remember(thing: object, number: int) -> int:
    if len(_raw) >= TABLE_LIMIT:
        _raw.clear()
    _raw[id(thing)] = thing, number
    return number


def _memory_key(raw: Any) -> str:
    """Tell where a raw value stands: in which file, at which byte."""
    wrapper = getattr(raw, "_wrapper", None)
    state = getattr(wrapper, "_state", None)
    if state is None:
        return ""
    (arena, start, _), _ = state
    file = posix.fstat(arena.fd)
    return f"memory:{file.st_dev}:{file.st_ino}:{start}"


def _install_creation(module: ModuleType, name: str) -> None:
    original: Callable[..., Any] = getattr(module, name)

    def make(*args: Any, lock: Any = True, **keywords: Any) -> Any:
        try:
            value = original(*args, lock=lock, **keywords)
            frame = program_frame(caller())
            if frame is not None:
                quietly(_created, value, lock, frame)
            return value
        except BaseException as error:
            unseen(error)
            raise

    replace(module, name, make)


def _created(value: Any, lock: Any, frame: FrameType) -> None:
    if lock is True or lock is None:
        number = vars(value._lock)[MARK]
        keys = [key_of(value._lock) or f"number:{number:x}", _memory_key(value._obj)]
        define(Definition.RESOURCE, number, int(VALUE), "", KEYS.join(keys), "", location_of(frame))
        vars(value)[MARK] = number
        return
    raw = getattr(value, "_obj", value)
    number = create(VALUE, location_of(frame), _memory_key(raw))
    if raw is value:
        _remember(value, number)
    else:
        vars(value)[MARK] = number


def _value_number(value: Any) -> int:
    """Return a value's number; one that came from another process gets one here."""
    number = vars(value).get(MARK)
    if number is None:
        number = vars(value)[MARK] = adopt(VALUE, key=_memory_key(value._obj))
    return int(number)


def _list_number(value: Any) -> int:
    number = vars(value).get(MARK)
    if number is None:
        number = vars(value)[MARK] = adopt(VALUE, key=f"memory:{value.shm.name}")
    return int(number)


def _record(kind: int, value: Any, number_of: Callable[[Any], int], caller: FrameType, part: int, text: int) -> None:
    frame = program_frame(caller)
    if frame is not None:
        emit(kind, number_of(value), text << 32 | part, 0, location_of(frame))


def _watched(original: property, name: str) -> property:
    """Make a property that reads and writes as `original` does, and tells of it while the lock is held."""

    def get(self: Any) -> Any:
        try:
            self.acquire()
            try:
                value = getattr(self._obj, name)
                quietly(_record, READ, self, _value_number, caller(), WHOLE, item_text(value))
                return value
            finally:
                self.release()
        except BaseException as error:
            unseen(error)
            raise

    def put(self: Any, value: Any) -> None:
        try:
            self.acquire()
            try:
                quietly(_record, WRITE, self, _value_number, caller(), WHOLE, item_text(value))
                setattr(self._obj, name, value)
            finally:
                self.release()
        except BaseException as error:
            unseen(error)
            raise

    return property(get, put, original.fdel, original.__doc__)


def _install_items(owner: Any, number_of: Callable[[Any], int], *, under_lock: bool) -> None:
    original_get, original_set = owner.__getitem__, owner.__setitem__

    def get(self: Any, index: Any, /) -> Any:
        try:
            if not under_lock:
                value = original_get(self, index)
                quietly(_record_item, READ, self, number_of, caller(), index, value)
                return value
            with self:
                value = self._obj[index]
                quietly(_record_item, READ, self, number_of, caller(), index, value)
                return value
        except BaseException as error:
            unseen(error)
            raise

    def put(self: Any, index: Any, value: Any, /) -> None:
        try:
            if not under_lock:
                quietly(_record_item, WRITE, self, number_of, caller(), index, value)
                return original_set(self, index, value)  # type: ignore[no-any-return]
            with self:
                quietly(_record_item, WRITE, self, number_of, caller(), index, value)
                self._obj[index] = value
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "__getitem__", get)
    replace(owner, "__setitem__", put)


def _record_item(kind: int, value: Any, number_of: Callable[[Any], int], caller: FrameType, index: Any, item: Any) -> None:
    part, text = WHOLE, item_text(item)
    if type(index) is int:
        part = (index if index >= 0 else index + len(value)) + 1
        text = text_id(f"[{part - 1}]: {short_repr(item)}")
    _record(kind, value, number_of, caller, part, text)
