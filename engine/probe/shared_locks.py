"""multiprocessing's Lock, RLock, Semaphore and BoundedSemaphore.

A semaphore that crosses to another process by pickling is known there by its name, which is the key under which the collector makes
the two one resource; one that is inherited by a fork needs no key, for the child goes on using the number it inherited.

The C object's methods, which the library binds to each instance, give way to methods of the class. A lock that the library made for
itself keeps its bound ones: they cost nothing and report nothing. The few whose waiting is a part of a larger operation (a queue's
permits, a reader's turn) carry a gate, which says what happens on behalf of that operation.
"""

from __future__ import annotations

from .callers import SHARED_VALUES, look_through, program_frame
from .hooking import unseen
from .kinds import Definition, Flag, Kind, Outcome, Reason, ResourceKind, Taking
from .location import caller, location_of
from .recorder import define, emit, new_id
from .replacing import quietly, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

CREATE, ACQUIRE, RELEASE, WAIT, WAIT_END = int(Kind.CREATE), int(Kind.ACQUIRE), int(Kind.RELEASE), int(Kind.WAIT), int(Kind.WAIT_END)
WAITED, REFUSED, TIMEOUT, RAISED = int(Flag.WAITED), int(Outcome.REFUSED), int(Outcome.TIMEOUT), int(Outcome.RAISED)
SCOPED = int(Taking.SCOPED)
FOR_LOCK, FOR_SEMAPHORE = Reason.LOCK << 8, Reason.SEMAPHORE << 8
RECURSIVE = 0  # SemLock.kind of an RLock
PLAIN = (type(None), float, int)
KEYS = "\x1e"  # between the keys of one resource
LONGEST = 9e9  # seconds; longer timeouts are recorded as this one

# Instance attribute of a SemLock: its resource's number, or its gate. It is never pickled, for SemLock says itself what is.
MARK = "_lockstep"


class Gate:
    """Stands for a semaphore that is a part of a larger operation."""

    def acquire(self, semaphore: Any, block: bool, timeout: float | None) -> bool:
        """Take the semaphore."""
        return bool(semaphore.acquire(block, timeout))

    def release(self, semaphore: Any) -> None:
        """Give it back."""
        semaphore.release()


def hide(*locks: Any) -> None:
    """Give locks of the library's own their bound C methods again: they report nothing."""
    for lock in locks:
        semaphore = lock._semlock
        lock.acquire, lock.release = semaphore.acquire, semaphore.release


def show(lock: Any, mark: object) -> None:
    """Let a lock report: as the resource whose number `mark` is, or through a gate."""
    state = vars(lock)
    state.pop("acquire", None)
    state.pop("release", None)
    state[MARK] = mark


def is_hidden(lock: Any) -> bool:
    """Tell whether a lock is the library's own."""
    return "acquire" in vars(lock)


def key_of(lock: Any) -> str:
    """Return the key under which other processes know the lock; empty if only forks can have it."""
    name = lock._semlock.name
    return f"semaphore:{name}" if name else ""


def create(kind: ResourceKind, location: int, *keys: str, capacity: int | None = None) -> int:
    """Define and create a resource that processes share. Returns its number.

    Where no key would lead another process to it, only forks can have it, and they inherit its number: that is its key.
    """
    number = new_id()
    key = KEYS.join(key for key in keys if key) or f"number:{number:x}"
    define(Definition.RESOURCE, number, int(kind), "", key, "" if capacity is None else capacity, location)
    emit(CREATE, number, 0, 0, location)
    return number


def resource_of(lock: Any) -> int:
    """Return the lock's number, defining it if it came from another process and has none here."""
    mark = vars(lock).get(MARK)
    if mark is None:
        mark = vars(lock)[MARK] = adopt(kind_of(lock), key=key_of(lock), capacity=capacity_of(lock))
    return mark if isinstance(mark, int) else 0


def adopt(kind: ResourceKind, *, key: str, capacity: int | None = None) -> int:
    """Give a number to a resource that another process made: its key says which one it is."""
    number = new_id()
    define(Definition.RESOURCE, number, int(kind), "", key, "" if capacity is None else capacity, 0)
    return number


def kind_of(lock: Any) -> ResourceKind:
    """Tell the lock's kind by its class."""
    names = {parent.__name__ for parent in type(lock).__mro__ if parent.__module__ == "multiprocessing.synchronize"}
    if "RLock" in names:
        return ResourceKind.RLOCK
    return ResourceKind.LOCK if "Lock" in names else ResourceKind.SEMAPHORE


def capacity_of(lock: Any) -> int | None:
    """Return a bounded semaphore's capacity."""
    semaphore = lock._semlock
    return int(semaphore.maxvalue) if 1 < semaphore.maxvalue < semaphore.SEM_VALUE_MAX else None


def level(semaphore: Any) -> int:
    """Return an rlock's depth or a semaphore's permits."""
    if semaphore.kind == RECURSIVE:
        return int(semaphore._count())
    try:
        return int(semaphore._get_value())
    except NotImplementedError:  # macOS
        return 0


def nanoseconds(timeout: float | None) -> int:
    """Return a timeout (in seconds) as a WAIT's value: -1 for none."""
    if timeout is None or timeout != timeout:  # not a number: the library will say so
        return -1
    return max(0, int(min(timeout, LONGEST) * 1e9))


def take(lock: Any, block: Any, timeout: Any, frame: FrameType, really: Callable[[], Any], how: int = 0) -> bool:
    """Acquire and report: at once if it can be had, else as a wait; `really` is the call that waits, `how` SCOPED or 0."""
    semaphore = lock._semlock
    number, location = resource_of(lock), location_of(frame)
    if type(timeout) not in PLAIN:
        return bool(really())  # which says what it thinks of such a timeout
    if semaphore.acquire(False):
        emit(ACQUIRE, number, level(semaphore), how, location)
        return True
    if not block or (timeout is not None and timeout <= 0):
        emit(WAIT_END, number, 0, REFUSED, location)
        return False
    reason = FOR_SEMAPHORE if kind_of(lock) is ResourceKind.SEMAPHORE else FOR_LOCK
    emit(WAIT, number, nanoseconds(timeout), reason, location)
    try:
        taken = bool(really())
    except BaseException:
        emit(WAIT_END, number, 0, RAISED, location)
        raise
    if taken:
        emit(ACQUIRE, number, level(semaphore), WAITED | how, location)
    else:
        emit(WAIT_END, number, 0, TIMEOUT, location)
    return taken


def give(lock: Any, frame: FrameType, really: Callable[[], Any]) -> None:
    """Report and release; what the release refuses is not reported."""
    semaphore = lock._semlock
    if semaphore.kind == RECURSIVE:
        after = semaphore._count() - 1 if semaphore._is_mine() else -1
    else:
        after = level(semaphore) + 1 if level(semaphore) < semaphore.maxvalue else -1
    if after >= 0:
        emit(RELEASE, resource_of(lock), after, 0, location_of(frame))
    really()


def acquire_for(lock: Any, block: Any, timeout: Any, calling: FrameType, really: Callable[[], Any], how: int = 0) -> bool:
    """Acquire on behalf of whoever calls."""
    mark = vars(lock).get(MARK)
    if mark is not None and not isinstance(mark, int):
        return bool(mark.acquire(lock._semlock, block, timeout))
    frame = program_frame(calling)
    if frame is None and not _is_retaking(calling, mark):
        return bool(really())
    return take(lock, block, timeout, frame or calling, really, how)


def release_for(lock: Any, calling: FrameType, really: Callable[[], Any]) -> None:
    """Release on behalf of whoever calls."""
    mark = vars(lock).get(MARK)
    if mark is not None and not isinstance(mark, int):
        mark.release(lock._semlock)
        return
    frame = program_frame(calling)
    if frame is None:
        really()
    else:
        give(lock, frame, really)


_condition_wait: list[object] = []  # the code of Condition.wait, which takes its lock again at its end


def _is_retaking(calling: FrameType, mark: object) -> bool:
    return mark is not None and any(calling.f_code is code for code in _condition_wait)


def install(module: ModuleType) -> None:
    """Hook `multiprocessing.synchronize`'s locks."""
    _condition_wait.append(module.Condition.wait.__code__)
    look_through(module.Condition.__enter__, module.Condition.__exit__, module.Condition.wait_for)
    _install_methods(module.SemLock)
    _install_creation(module)


def _install_methods(semlock_class: Any) -> None:
    original_enter, original_exit = semlock_class.__enter__, semlock_class.__exit__

    def acquire(self: Any, block: Any = True, timeout: Any = None) -> bool:
        try:
            return acquire_for(self, block, timeout, caller(), lambda: self._semlock.acquire(block, timeout))
        except BaseException as error:
            unseen(error)
            raise

    def release(self: Any) -> None:
        try:
            release_for(self, caller(), lambda: self._semlock.release())
        except BaseException as error:
            unseen(error)
            raise

    def enter(self: Any) -> bool:
        try:
            return acquire_for(self, True, None, caller(), lambda: original_enter(self), SCOPED)
        except BaseException as error:
            unseen(error)
            raise

    def leave(self: Any, *args: Any) -> None:
        try:
            release_for(self, caller(), lambda: original_exit(self, *args))
        except BaseException as error:
            unseen(error)
            raise

    def make_methods(self: Any) -> None:
        pass  # the class has them

    replace(semlock_class, "_make_methods", make_methods)
    replace(semlock_class, "__enter__", enter)
    replace(semlock_class, "__exit__", leave)
    for name, hook in (("acquire", acquire), ("release", release)):
        hook.__qualname__, hook.__module__ = f"SemLock.{name}", "_multiprocessing"
        setattr(semlock_class, name, hook)


def _install_creation(module: ModuleType) -> None:
    original: Callable[..., None] = module.SemLock.__init__
    makers = {id(kind.__init__.__code__) for kind in (module.Lock, module.RLock, module.Semaphore, module.BoundedSemaphore)}
    context = module.context.BaseContext
    makers |= {id(kind.__code__) for kind in (context.Lock, context.RLock, context.Semaphore, context.BoundedSemaphore)}

    def create(self: Any, kind: Any, value: Any, maxvalue: Any, *, ctx: Any) -> None:
        try:
            original(self, kind, value, maxvalue, ctx=ctx)
        except BaseException as error:
            unseen(error)
            raise
        frame = caller()
        while id(frame.f_code) in makers and frame.f_back is not None:
            frame = frame.f_back
        quietly(_created, self, frame, value)

    replace(module.SemLock, "__init__", create)


def _created(lock: Any, maker: FrameType, value: int) -> None:
    code = maker.f_code
    kind = kind_of(lock)
    if code.co_filename == SHARED_VALUES and code.co_name in ("Value", "Array"):
        kind = ResourceKind.VALUE  # a value and the lock that it brings along are one resource, as a condition and its own lock are
    elif program_frame(maker) is None:
        hide(lock)
        return
    capacity = value if kind is ResourceKind.SEMAPHORE else None
    vars(lock)[MARK] = create(kind, location_of(maker), key_of(lock), capacity=capacity)
