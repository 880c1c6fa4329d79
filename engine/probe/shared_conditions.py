"""multiprocessing's Condition, Event and Barrier.

A condition that made its own lock is one resource with it. An event and a barrier are one resource each; the condition inside is hidden.
The number is kept on a semaphore inside, for an event would pickle an attribute of its own.
"""

from __future__ import annotations

from .callers import program_frame
from .hooking import unseen
from .kinds import Kind, Outcome, Reason, ResourceKind
from .location import caller, location_of
from .recorder import emit, here
from .replacing import add, quietly, replace
from .shared_locks import (
    MARK,
    RAISED,
    RELEASE,
    TIMEOUT,
    WAIT,
    WAIT_END,
    adopt,
    create,
    hide,
    is_hidden,
    key_of,
    nanoseconds,
    resource_of,
    show,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

NOTIFY, SET, CLEAR, ARRIVE, CLOSE, RESIZE = (
    int(kind) for kind in (Kind.NOTIFY, Kind.SET, Kind.CLEAR, Kind.ARRIVE, Kind.CLOSE, Kind.RESIZE)
)
DONE = int(Outcome.DONE)
MOST = 1 << 31  # of a notify; more is all
FOR_CONDITION, FOR_EVENT, FOR_BARRIER = Reason.CONDITION << 8, Reason.EVENT << 8, Reason.BARRIER << 8


def install(module: ModuleType) -> None:
    """Hook `multiprocessing.synchronize`'s conditions, events and barriers."""
    _install_creation(module)
    _install_condition(module.Condition)
    _install_event(module.Event)
    _install_barrier(module.Barrier)


def owner_of(holder: Any) -> Any:
    """Return the semaphore that keeps the number of a condition, event or barrier."""
    if hasattr(holder, "_flag"):
        return holder._flag
    return getattr(holder, "_cond", holder)._wait_semaphore


def number_of(holder: Any, kind: ResourceKind, *, capacity: int | None = None) -> int:
    """Return the number of a condition, event or barrier, defining it if another process made it."""
    owner = owner_of(holder)
    mark = vars(owner).get(MARK)
    if mark is None:
        mark = vars(owner)[MARK] = adopt(kind, key=key_of(owner), capacity=capacity)
    return int(mark)


def _install_creation(module: ModuleType) -> None:
    makers = {id(getattr(module, name).__init__.__code__) for name in ("Condition", "Event", "Barrier")}
    context = module.context.BaseContext
    passing = makers | {id(vars(context)[name].__code__) for name in ("Condition", "Event", "Barrier")}

    def wrap(kind: ResourceKind, created: Callable[..., None], original: Callable[..., None]) -> Callable[..., None]:
        def initialise(self: Any, *args: Any, **keywords: Any) -> None:
            try:
                original(self, *args, **keywords)
            except BaseException as error:
                unseen(error)
                raise
            frame: FrameType | None = caller()
            while frame is not None and id(frame.f_code) in passing - makers:
                frame = frame.f_back
            if frame is not None and program_frame(frame) is not None:
                quietly(created, self, kind, location_of(frame), *args, **keywords)

        return initialise

    for name, kind, created in (
        ("Condition", ResourceKind.CONDITION, _condition_created),
        ("Event", ResourceKind.EVENT, _simple_created),
        ("Barrier", ResourceKind.BARRIER, _barrier_created),
    ):
        owner = getattr(module, name)
        replace(owner, "__init__", wrap(kind, created, owner.__init__))


def _condition_created(condition: Any, kind: ResourceKind, location: int, lock: Any = None, **_: Any) -> None:
    semaphore = condition._wait_semaphore
    if lock:
        vars(semaphore)[MARK] = create(kind, location, key_of(semaphore))
        return
    # Another process cannot tell whose the lock is: there, the keys of both must lead to this resource.
    number = vars(semaphore)[MARK] = create(kind, location, key_of(condition._lock), key_of(semaphore))
    show(condition._lock, number)
    condition._make_methods()


def _simple_created(holder: Any, kind: ResourceKind, location: int, **_: Any) -> None:
    owner = owner_of(holder)
    vars(owner)[MARK] = create(kind, location, key_of(owner))


def _barrier_created(barrier: Any, kind: ResourceKind, location: int, *_: Any, **__: Any) -> None:
    owner = owner_of(barrier)
    vars(owner)[MARK] = create(kind, location, key_of(owner), capacity=barrier._parties)


def waiting(number: int, timeout: float | None, reason: int, location: int, wait: Callable[[], Any]) -> Any:
    """Run `wait` as a reported wait; its result tells whether it was in time."""
    emit(WAIT, number, nanoseconds(timeout), reason, location)
    try:
        result = wait()
    except BaseException:
        emit(WAIT_END, number, 0, RAISED, location)
        raise
    emit(WAIT_END, number, 0, DONE if result else TIMEOUT, location)
    return result


def _install_condition(owner: Any) -> None:
    original_wait, original_notify, original_notify_all = owner.wait, owner.notify, owner.notify_all
    original_setstate = owner.__setstate__

    def setstate(self: Any, state: Any) -> None:
        original_setstate(self, state)
        hide(self._sleeping_count, self._woken_count, self._wait_semaphore)

    def wait(self: Any, timeout: Any = None) -> Any:
        try:
            frame = program_frame(caller())
            lock = self._lock
            if frame is None or is_hidden(lock) or not lock._semlock._is_mine():
                return original_wait(self, timeout)
            location = location_of(frame)
            emit(RELEASE, resource_of(lock), 0, 0, location)
            number = number_of(self, ResourceKind.CONDITION)
            return waiting(number, timeout, FOR_CONDITION, location, lambda: original_wait(self, timeout))
        except BaseException as error:
            unseen(error)
            raise

    def notify(self: Any, n: Any = 1) -> None:
        try:
            _report_notify(self, caller(), n if isinstance(n, int) and 0 <= n < MOST else -1)
            original_notify(self, n)
        except BaseException as error:
            unseen(error)
            raise

    def notify_all(self: Any) -> None:
        try:
            _report_notify(self, caller(), -1)
            original_notify_all(self)
        except BaseException as error:
            unseen(error)
            raise

    for name, hook in (("wait", wait), ("notify", notify), ("notify_all", notify_all), ("__setstate__", setstate)):
        replace(owner, name, hook)


def _report_notify(condition: Any, caller: FrameType, count: int) -> None:
    frame = program_frame(caller)
    if frame is not None and not is_hidden(condition._lock) and condition._lock._semlock._is_mine():
        emit(NOTIFY, number_of(condition, ResourceKind.CONDITION), count, 0, location_of(frame))


def _install_event(owner: Any) -> None:
    original_wait = owner.wait

    def change(name: str, kind: int) -> None:
        original = getattr(owner, name)

        def hook(self: Any) -> None:
            try:
                frame = program_frame(caller())
                if frame is not None:
                    emit(kind, number_of(self, ResourceKind.EVENT), 0, 0, location_of(frame))
                original(self)
            except BaseException as error:
                unseen(error)
                raise

        replace(owner, name, hook)

    def wait(self: Any, timeout: Any = None) -> Any:
        try:
            frame = program_frame(caller())
            if frame is None:
                return original_wait(self, timeout)
            number, location = number_of(self, ResourceKind.EVENT), location_of(frame)
            if self._flag._semlock._get_value():
                emit(WAIT_END, number, 0, DONE, location)
                return original_wait(self, timeout)
            return waiting(number, timeout, FOR_EVENT, location, lambda: original_wait(self, timeout))
        except BaseException as error:
            unseen(error)
            raise

    change("set", SET)
    change("clear", CLEAR)
    replace(owner, "wait", wait)


def _record_arrival(owner: Any, name: str) -> None:
    """Hook `_wait` and `_release`: one of them is called under the barrier's lock once this process has been counted."""
    original = getattr(getattr(owner, name), "__wrapped__", getattr(owner, name))

    def hook(self: Any, *arguments: Any) -> Any:
        try:
            arrival, here.arrival = here.arrival, None
            if arrival is not None:
                emit(ARRIVE, arrival[0], self._count, 0, arrival[1])
            return original(self, *arguments)
        except BaseException as error:
            unseen(error)
            raise

    add(owner, name, hook, original)


def _install_barrier(owner: Any) -> None:
    original_wait = getattr(owner.wait, "__wrapped__", owner.wait)

    def change(name: str, kind: int) -> None:
        original = getattr(getattr(owner, name), "__wrapped__", getattr(owner, name))

        def hook(self: Any) -> None:
            try:
                frame = program_frame(caller())
                if frame is not None:
                    emit(kind, number_of(self, ResourceKind.BARRIER, capacity=self._parties), self._parties, 0, location_of(frame))
                original(self)
            except BaseException as error:
                unseen(error)
                raise

        add(owner, name, hook, original)

    def wait(self: Any, timeout: Any = None) -> Any:
        try:
            frame = program_frame(caller())
            if frame is None:
                return original_wait(self, timeout)
            number, location = number_of(self, ResourceKind.BARRIER, capacity=self._parties), location_of(frame)
            limit = self._timeout if timeout is None else timeout
            here.arrival = (number, location)
            return waiting(number, limit, FOR_BARRIER, location, lambda: (original_wait(self, timeout),))[0]
        except BaseException as error:
            unseen(error)
            raise

    _record_arrival(owner, "_wait")
    _record_arrival(owner, "_release")
    change("abort", CLOSE)
    change("reset", RESIZE)
    add(owner, "wait", wait, original_wait)
