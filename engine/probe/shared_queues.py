"""multiprocessing's Queue, JoinableQueue and SimpleQueue: one operation each, whatever locks and pipes it uses inside.

Who puts takes a permit (or, of a SimpleQueue, the writers' lock); who gets takes the readers' lock, reads the pipe and gives a permit back.
Gates on those semaphores see the exact instants: that there was none to be had, so that the operation waits; that the item went
in, before anybody can take it; that it came out, before anybody can use its place. What came out is known only after it has been
unpickled, so a GET is recorded then, as of the instant it happened.
"""

from __future__ import annotations

import select
from _thread import _local
from time import monotonic_ns

from .callers import library_gets, library_puts, look_through, program_frame
from .hooking import unseen
from .kinds import Flag, Kind, Outcome, Reason, ResourceKind
from .location import caller, location_of
from .moments import emit_at
from .recorder import emit, text_id
from .replacing import quietly, replace
from .reprs import short_repr
from .shared_locks import MARK, PLAIN, Gate, adopt, create, hide, key_of, level, nanoseconds, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

PUT, GET, TASK_DONE, WAIT, WAIT_END = int(Kind.PUT), int(Kind.GET), int(Kind.TASK_DONE), int(Kind.WAIT), int(Kind.WAIT_END)
FOR_PUT, FOR_GET, FOR_JOIN = Reason.QUEUE_PUT << 8, Reason.QUEUE_GET << 8, Reason.JOIN << 8
DONE, TIMEOUT, REFUSED, RAISED = int(Outcome.DONE), int(Outcome.TIMEOUT), int(Outcome.REFUSED), int(Outcome.RAISED)
WAITED = int(Flag.WAITED)
NUMBER = 0xFFFFFFFF


class _Here(_local):
    operation: Operation | None = None


here = _Here()


class Operation:
    """A put or get of the program's under way in this thread."""

    __slots__ = ("depth", "flags", "is_done", "location", "previous", "reason", "resource", "stamp", "text", "timeout")

    def __init__(self, resource: int, frame: FrameType, reason: int, block: Any, timeout: Any) -> None:
        self.resource = resource
        self.location = location_of(frame)
        self.reason = reason
        self.timeout = nanoseconds(timeout) if block else 0
        self.flags = 0
        self.text = 0
        self.depth = -1  # not known
        self.stamp = 0
        self.is_done = False
        self.previous: Operation | None = None

    def __enter__(self) -> Operation:
        self.previous, here.operation = here.operation, self
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        here.operation = self.previous
        if kind is None or self.is_done:
            return
        is_late = kind.__name__ in ("Empty", "Full")
        if self.flags:
            emit(WAIT_END, self.resource, 0, self.reason | (TIMEOUT if is_late else RAISED), self.location)
        elif is_late:
            emit(WAIT_END, self.resource, 0, self.reason | REFUSED, self.location)

    def wait(self) -> None:
        """Report that this thread must wait, once."""
        if not self.flags:
            self.flags = WAITED
            emit(WAIT, self.resource, self.timeout, self.reason, self.location)

    def put(self, depth: int) -> None:
        """Report that the item is in."""
        self.is_done = True
        emit(PUT, self.resource, depth & NUMBER | self.text << 32, self.flags, self.location)

    def got(self, item: object) -> None:
        """Report the item that came out."""
        self.is_done = True
        value = self.depth & NUMBER | text_id(short_repr(item)) << 32
        emit_at(self.stamp or monotonic_ns(), GET, self.resource, value, self.flags, self.location)


class Permits(Gate):
    """A queue's places: taken by put, given back by get. Keeps the queue's number."""

    def __init__(self, resource: int, key: str, maxsize: int) -> None:
        self.resource = resource
        self.key = key
        self.maxsize = maxsize

    def acquire(self, semaphore: Any, block: Any, timeout: Any) -> bool:
        """Take a place."""
        operation = here.operation
        if operation is None or operation.resource != self.resource:
            return bool(semaphore.acquire(block, timeout))
        if not semaphore.acquire(False):
            if not operation.timeout:
                return False
            operation.wait()
            if not semaphore.acquire(block, timeout):
                return False
        operation.put(self.maxsize - level(semaphore))
        return True

    def release(self, semaphore: Any) -> None:
        """Give a place back."""
        operation = here.operation
        if operation is not None and operation.resource == self.resource:
            operation.stamp = operation.stamp or monotonic_ns()
            operation.depth = self.maxsize - level(semaphore) - 1
        semaphore.release()


class Turn(Gate):
    """The lock of those who read from, or write into, a queue's pipe."""

    def __init__(self, holder: Permits, connection: Any, event: int) -> None:
        self.holder = holder
        self.connection = connection
        self.event = event

    def acquire(self, semaphore: Any, block: Any, timeout: Any) -> bool:
        """Take the turn; it is a wait too if the pipe has nothing to read, or no room."""
        operation = here.operation
        if operation is None or operation.resource != self.holder.resource:
            return bool(semaphore.acquire(block, timeout))
        if not semaphore.acquire(False):
            if not operation.timeout:
                return False
            operation.wait()
            if not semaphore.acquire(block, timeout):
                return False
        if operation.timeout and not operation.flags and not is_ready(self.connection, self.event):
            operation.wait()
        if self.event == select.POLLOUT:
            operation.put(-1)  # nobody counts what is in a SimpleQueue
        return True

    def release(self, semaphore: Any) -> None:
        """End the turn."""
        operation = here.operation
        if operation is not None and operation.resource == self.holder.resource:
            operation.stamp = monotonic_ns()
        semaphore.release()


def is_ready(connection: Any, event: int) -> bool:
    """Tell whether a pipe can be read, or written to, without waiting."""
    poll = select.poll()
    poll.register(connection._handle, event)
    return bool(poll.poll(0))


def install(module: ModuleType) -> None:
    """Hook `multiprocessing.queues`."""
    look_through(module.Queue.get_nowait, module.Queue.put_nowait)
    _install_creation(module)
    for owner in (module.Queue, module.JoinableQueue):
        _install_put(owner)
    _install_get(module.Queue)
    _install_tasks(module.JoinableQueue)
    _install_simple(module.SimpleQueue)


def gate_of(queue: Any) -> Permits | None:
    """Return what knows a queue's number, defining it if another process made it; None for a queue of the library's own."""
    if hasattr(queue, "_sem"):
        gate = vars(queue._sem).get(MARK)
    else:
        gate = vars(queue._rlock).get(MARK)
        gate = gate.holder if isinstance(gate, Turn) else None
    if not isinstance(gate, Permits):
        return None
    if not gate.resource:
        maxsize = gate.maxsize if hasattr(queue, "_sem") else 0
        gate.resource = adopt(ResourceKind.QUEUE, key=gate.key, capacity=_capacity(queue, maxsize))
    return gate


def _capacity(queue: Any, maxsize: int) -> int | None:
    return maxsize if hasattr(queue, "_sem") and maxsize < queue._sem._semlock.SEM_VALUE_MAX else None


def _attach(queue: Any, resource: int) -> None:
    """Put gates on a queue's semaphores."""
    if hasattr(queue, "_sem"):
        gate = Permits(resource, key_of(queue._sem), queue._maxsize)
        show(queue._sem, gate)
    else:
        gate = Permits(resource, key_of(queue._rlock), 0)
    show(queue._rlock, Turn(gate, queue._reader, select.POLLIN))
    if queue._wlock is None:
        return
    if hasattr(queue, "_sem"):
        hide(queue._wlock)
    else:
        show(queue._wlock, Turn(gate, queue._writer, select.POLLOUT))


def _install_creation(module: ModuleType) -> None:
    context = module.context.BaseContext
    makers = {id(owner.__init__.__code__) for owner in (module.Queue, module.JoinableQueue)}
    makers |= {id(kind.__code__) for kind in (context.Queue, context.JoinableQueue, context.SimpleQueue)}

    def wrap(original: Callable[..., None]) -> Callable[..., None]:
        def initialise(self: Any, *args: Any, **keywords: Any) -> None:
            try:
                original(self, *args, **keywords)
                frame = caller()
                while id(frame.f_code) in makers and frame.f_back is not None:
                    frame = frame.f_back
                if program_frame(frame) is not None:
                    quietly(_created, self, frame)
            except BaseException as error:
                unseen(error)
                raise

        return initialise

    def wrap_setstate(original: Callable[..., None]) -> Callable[..., None]:
        def setstate(self: Any, state: Any) -> None:
            try:
                original(self, state)
                quietly(_attach, self, 0)
            except BaseException as error:
                unseen(error)
                raise

        return setstate

    for owner in (module.Queue, module.SimpleQueue):
        replace(owner, "__init__", wrap(owner.__init__))
        replace(owner, "__setstate__", wrap_setstate(owner.__setstate__))


def _created(queue: Any, frame: FrameType) -> None:
    key = key_of(queue._sem if hasattr(queue, "_sem") else queue._rlock)
    capacity = _capacity(queue, getattr(queue, "_maxsize", 0))
    _attach(queue, create(ResourceKind.QUEUE, location_of(frame), key, capacity=capacity))


def _install_put(owner: Any) -> None:
    original: Callable[..., None] = owner.put

    def put(self: Any, obj: Any, block: Any = True, timeout: Any = None) -> None:
        try:
            frame = program_frame(caller())
            gate = gate_of(self) if frame is not None and not self._closed and type(timeout) in PLAIN else None
            if gate is None or frame is None:
                return original(self, obj, block, timeout)
            with Operation(gate.resource, frame, FOR_PUT, block, timeout) as operation:
                operation.text = text_id(short_repr(obj))
                return original(self, obj, block, timeout)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "put", put)


def _install_get(owner: Any) -> None:
    original: Callable[..., Any] = owner.get

    def get(self: Any, block: Any = True, timeout: Any = None) -> Any:
        try:
            frame = program_frame(caller())
            if frame is None and (take := library_gets.get(caller().f_code)) is not None:
                return take(self, lambda: original(self, block, timeout))
            gate = gate_of(self) if frame is not None and not self._closed and type(timeout) in PLAIN else None
            if gate is None or frame is None:
                return original(self, block, timeout)
            with Operation(gate.resource, frame, FOR_GET, block, timeout) as operation:
                item = original(self, block, timeout)
                operation.got(item)
            return item
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "get", get)


def _install_tasks(owner: Any) -> None:
    original_done, original_join = owner.task_done, owner.join

    def task_done(self: Any) -> None:
        try:
            frame = program_frame(caller())
            gate = gate_of(self) if frame is not None else None
            left = level(self._unfinished_tasks._semlock) - 1
            if gate is not None and left >= 0:
                emit(TASK_DONE, gate.resource, left, 0, location_of(frame))
            original_done(self)
        except BaseException as error:
            unseen(error)
            raise

    def join(self: Any) -> None:
        try:
            frame = program_frame(caller())
            gate = gate_of(self) if frame is not None else None
            if gate is None:
                return original_join(self)  # type: ignore[no-any-return]
            location = location_of(frame)
            emit(WAIT, gate.resource, -1, FOR_JOIN, location)
            outcome = RAISED
            try:
                original_join(self)
                outcome = DONE
            finally:
                emit(WAIT_END, gate.resource, 0, FOR_JOIN | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "task_done", task_done)
    replace(owner, "join", join)


def _install_simple(owner: Any) -> None:
    original_put, original_get = owner.put, owner.get

    def put(self: Any, obj: Any) -> None:
        try:
            frame = program_frame(caller())
            if frame is None and (report := library_puts.get(caller().f_code)) is not None:
                report(obj)
            gate = gate_of(self) if frame is not None else None
            if gate is None or frame is None:
                return original_put(self, obj)  # type: ignore[no-any-return]
            with Operation(gate.resource, frame, FOR_PUT, True, None) as operation:
                operation.text = text_id(short_repr(obj))
                return original_put(self, obj)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    def get(self: Any) -> Any:
        try:
            frame = program_frame(caller())
            if frame is None and (take := library_gets.get(caller().f_code)) is not None:
                return take(self, lambda: original_get(self))
            gate = gate_of(self) if frame is not None else None
            if gate is None or frame is None:
                return original_get(self)
            with Operation(gate.resource, frame, FOR_GET, True, None) as operation:
                item = original_get(self)
                operation.got(item)
            return item
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "put", put)
    replace(owner, "get", get)
