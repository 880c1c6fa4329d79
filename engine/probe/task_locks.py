"""Trace asyncio's locks, events, conditions, semaphores and barriers.

Their methods are coroutines, and a coroutine of ours around one of theirs would show wherever a program looks at what it awaits. So the
methods stay as they are: what is recorded is that their state changes, by descriptors in the place of `_locked`, `_value` and `_count`.
That is exact, for the library changes them just when it gives or takes. Who waits is told by awaiting.py.
"""

from __future__ import annotations

from . import recorder
from .hooking import unseen
from .kinds import Flag, Kind, ResourceKind
from .location import caller, get_frame, is_internal, location_of
from .replacing import replace
from .tasks import taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

    Tell = Callable[[Any, Any, Any], None]

emit = recorder.emit
ACQUIRE, RELEASE, NOTIFY, RESIZE = int(Kind.ACQUIRE), int(Kind.RELEASE), int(Kind.NOTIFY), int(Kind.RESIZE)
SET, CLEAR, ARRIVE, CLOSE = int(Kind.SET), int(Kind.CLEAR), int(Kind.ARRIVE), int(Kind.CLOSE)
WAITED = int(Flag.WAITED)
missing = object()


def install(module: ModuleType) -> None:
    """Hook `asyncio.locks`."""
    for owner, kind, capacity in (
        (module.Lock, ResourceKind.LOCK, ""),
        (module.Event, ResourceKind.EVENT, ""),
        (module.Semaphore, ResourceKind.SEMAPHORE, "_value"),
        (module.BoundedSemaphore, ResourceKind.SEMAPHORE, "_value"),
        (getattr(module, "Barrier", None), ResourceKind.BARRIER, "_parties"),
    ):
        if owner is not None:
            hook_init(owner, kind, capacity)
    _hook_condition(module.Condition)
    for owner, name, tell in (
        (module.Lock, "_locked", _tell_locked),
        (module.Event, "_value", _tell_set),
        (module.Semaphore, "_value", _tell_permits),
        (getattr(module, "Barrier", None), "_count", _tell_arrived),
        (getattr(module, "Barrier", None), "_state", _tell_state),
    ):
        if owner is not None:
            setattr(owner, name, _Told(name, tell))


def hook_init(owner: Any, kind: int, capacity: str) -> None:
    """Have an `__init__` make a resource for an object that the program makes; `capacity` names the attribute that says how much."""
    original = owner.__init__
    owner._lockstep = 0

    def __init__(self: Any, *arguments: Any, **keywords: Any) -> None:
        try:
            original(self, *arguments, **keywords)
            frame = caller()
            if not is_internal(frame.f_code.co_filename):
                limit = getattr(self, capacity) if capacity else None
                size = limit if type(limit) is int and limit > 0 else None
                self._lockstep = recorder.new_resource(kind, location_of(frame), capacity=size, waiting=recorder.STRANDS)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "__init__", __init__)


class _Told:
    """An attribute that tells of its changes once its owner is a resource."""

    def __init__(self, name: str, tell: Tell) -> None:
        self.name = name
        self.tell = tell

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        value = missing if instance is None else instance.__dict__.get(self.name, missing)
        if value is missing:
            kind = f"type object '{owner.__name__}'" if instance is None and owner else f"'{type(instance).__name__}' object"
            raise AttributeError(f"{kind} has no attribute '{self.name}'")
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        names = instance.__dict__
        before = names.get(self.name)
        names[self.name] = value
        if instance._lockstep and before is not value:
            self.tell(instance, before, value)

    def __delete__(self, instance: Any) -> None:
        del instance.__dict__[self.name]


def _tell_locked(lock: Any, _: Any, is_locked: Any) -> None:
    subject = lock._lockstep
    place = location_of(get_frame(2))
    if is_locked:
        emit(ACQUIRE, subject, 1, WAITED if taken(subject) else 0, place)
    else:
        emit(RELEASE, subject, 0, 0, place)


def _tell_set(event: Any, _: Any, is_set: Any) -> None:
    emit(SET if is_set else CLEAR, event._lockstep, 0, 0, location_of(get_frame(2)))


def _tell_permits(semaphore: Any, before: Any, value: Any) -> None:
    frame = get_frame(2)
    if frame.f_code.co_name == "_wake_up_next" or type(value) is not int or type(before) is not int:
        return  # handed over to a waiter, who is told to have it when he goes on
    emit(RELEASE if value > before else ACQUIRE, semaphore._lockstep, value, 0, location_of(frame))


def _tell_arrived(barrier: Any, before: Any, count: Any) -> None:
    if type(count) is int and type(before) is int and count > before:
        emit(ARRIVE, barrier._lockstep, count, 0, location_of(get_frame(2)))


def _tell_state(barrier: Any, _: Any, state: Any) -> None:
    kind = {"BROKEN": CLOSE, "RESETTING": RESIZE}.get(getattr(state, "name", ""))
    if kind is not None:
        emit(kind, barrier._lockstep, 0, 0, location_of(get_frame(2)))


def _hook_condition(condition: Any) -> None:
    """A condition that made its own lock is one resource with it; one on a lock of the program's leaves ownership to that."""
    condition._lockstep = 0
    original_init, original_notify = condition.__init__, condition.notify

    def __init__(self: Any, lock: Any = None) -> None:
        try:
            original_init(self, lock)
            frame = caller()
            if not is_internal(frame.f_code.co_filename):
                self._lockstep = recorder.new_resource(ResourceKind.CONDITION, location_of(frame), waiting=recorder.STRANDS)
                if lock is None:
                    self._lock._lockstep = self._lockstep
        except BaseException as error:
            unseen(error)
            raise

    def notify(self: Any, n: Any = 1) -> None:
        try:
            if self._lockstep and type(n) is int and self.locked():
                emit(NOTIFY, self._lockstep, n, 0, location_of(caller()))
            return original_notify(self, n)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    replace(condition, "__init__", __init__)
    replace(condition, "notify", notify)
