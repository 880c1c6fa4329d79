"""Tell what a task waits for: by the coroutines that it is suspended in, from the outermost to the innermost, and the future at their end.

The chain says where: the innermost line of the program's own, and who called whom to get there, as one location that is defined once.
The outermost function of the library's in it says what for: `Queue.get` and not the future that it made. Where there is none, the
future itself does: another task, a gathering, a shield. Nothing here is a hook; all is read from outside, when a step is over.
"""

from __future__ import annotations

from gc import get_referents
from types import AsyncGeneratorType, CoroutineType, GeneratorType
from weakref import ref

from .descriptors import find
from .kinds import Flag, Reason
from .location import define_location, is_internal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType, FrameType, ModuleType
    from typing import Any

DEEPEST = 64  # coroutines in coroutines that are looked at
MOST_SHOWN = 8  # of them, functions named in a location
PROCESS = Flag.PROCESS << 32
BETWEEN = frozenset({"async_generator_asend", "async_generator_athrow", "coroutine_wrapper", "anext_awaitable"})  # lead on to the next
# What the library's coroutines wait for; those that are not here but in the files of I/O wait for that, and others are looked through.
REASONS = {
    "Lock.acquire": Reason.LOCK,
    "Event.wait": Reason.EVENT,
    "Condition.wait": Reason.CONDITION,
    "Semaphore.acquire": Reason.SEMAPHORE,
    "Barrier.wait": Reason.BARRIER,
    "Queue.get": Reason.QUEUE_GET,
    "Queue.put": Reason.QUEUE_PUT,
    "Queue.join": Reason.JOIN,
    "sleep": Reason.SLEEP,
    "BaseSubprocessTransport._wait": Reason.PROCESS,
    "Process.wait": Reason.PROCESS,
    "TaskGroup.__aexit__": Reason.FUTURE,
    "TaskGroup._aexit": Reason.FUTURE,
    "_wait": Reason.FUTURE,
    "as_completed.<locals>._wait_for_one": Reason.FUTURE,
    "_AsCompletedIterator._wait_for_one": Reason.FUTURE,
    "_AsCompletedIterator.__anext__": Reason.FUTURE,
    "BaseEventLoop.shutdown_default_executor": Reason.FUTURE,
}
# Functions of the library's that a future calls when it is done or cancelled, and which name in them is what stands behind it.
BEHIND = {"shield.<locals>._outer_done_callback": "inner", "_chain_future.<locals>._call_check_cancel": "source"}
LOCK_ACQUIRE, CONDITION_WAIT, WAIT_FOR = "Lock.acquire", "Condition.wait", "wait_for"
OF_IO = frozenset(
    f"{name}.py"
    for name in (
        *("base_events", "base_subprocess", "selector_events", "sslproto", "streams", "subprocess"),
        *("transports", "unix_events"),
    )
)


class _Library:
    """What was found in asyncio."""

    folder = ""
    future_types: tuple[type, ...] = ()
    task_types: tuple[type, ...] = ()
    gathering: Any = ()
    current_task: Any = None


class Waiting:
    """What a task waits for, ready to be recorded. `reason`, `flags` and `location` stand where a record's word has them."""

    __slots__ = ("children", "flags", "is_for_tasks", "location", "reason", "semaphore", "subject", "timeout")

    def __init__(self, reason: int, location: int) -> None:
        self.reason = int(reason) << 40
        self.location = location
        self.flags = 0
        self.subject = 0
        self.timeout = -1
        # It is kept as long as the task waits, and must keep nothing alive itself: who is forgotten is destroyed.
        self.semaphore: Any = None
        self.children: Any = ()  # tasks awaited, of which the subject is one, until they are told
        self.is_for_tasks = False

    def value(self) -> int:
        """Give the permits left of the semaphore that was waited for."""
        semaphore = self.semaphore() if self.semaphore is not None else None
        return int(semaphore._value) if semaphore is not None else 0


_chains: dict[tuple[int, ...], tuple[int, int]] = {}  # places of the suspended frames -> location, which of them is the library's
_kept: dict[int, CodeType] = {}  # so that no other code gets the address of one whose place is known
_roles: dict[int, str] = {}  # code -> the library's name for it, "" for one that is looked through


def prepare(tasks: ModuleType, futures: ModuleType) -> None:
    """Note what to tell apart."""
    _Library.folder = (tasks.__file__ or "").rpartition("/")[0] + "/"
    _Library.future_types = tuple({futures.Future, futures._PyFuture})
    _Library.task_types = tuple({tasks.Task, getattr(tasks, "_PyTask", tasks.Task)})
    _Library.gathering = tasks._GatheringFuture
    _Library.current_task = staticmethod(tasks.current_task)


def current_task() -> Any:
    """Give the task that this thread runs, None if it runs none."""
    try:
        return _Library.current_task()
    except RuntimeError:
        return None


def is_future(thing: object) -> bool:
    """Tell whether something is one of the library's futures."""
    return isinstance(thing, _Library.future_types)


def waiting_of(task: Any, future: Any, timeouts: list[Any]) -> Waiting:
    """Tell what a task waits for whose step has just ended."""
    frames = chain_of(task.get_coro())
    key = tuple([id(frame.f_code) + frame.f_lasti for frame in frames])
    known = _chains.get(key)
    if known is None:
        known = _chains[key] = _learn(frames)
    location, place = known
    waiting = _by_function(frames, place, location) if place >= 0 else _by_future(frames, future, location)
    if timeouts:
        _limit(waiting, task, timeouts)
    waiting.is_for_tasks = bool(waiting.children)
    return waiting


def chain_of(coroutine: Any) -> list[FrameType]:
    """Give the suspended frames of a coroutine and of what it awaits, from the outermost to the innermost."""
    frames: list[FrameType] = []
    for _ in range(DEEPEST):
        kind = type(coroutine)
        if kind is CoroutineType:
            frame, coroutine = coroutine.cr_frame, coroutine.cr_await
        elif kind is GeneratorType:
            frame, coroutine = coroutine.gi_frame, coroutine.gi_yieldfrom
        elif kind is AsyncGeneratorType:
            frame, coroutine = coroutine.ag_frame, coroutine.ag_await
        elif kind.__name__ in BETWEEN:
            frame = None
            found = [one for one in get_referents(coroutine) if isinstance(one, (CoroutineType, AsyncGeneratorType)) or _is_between(one)]
            coroutine = found[0] if found else None
        else:
            break
        if frame is not None:
            frames.append(frame)
    return frames


def _is_between(thing: object) -> bool:
    return type(thing).__name__ in BETWEEN


def _learn(frames: list[FrameType]) -> tuple[int, int]:
    place = next((number for number, frame in enumerate(frames) if _role(frame.f_code)), -1)
    if place >= 0 and _role(frames[place].f_code) == CONDITION_WAIT and _role(frames[-1].f_code) == LOCK_ACQUIRE:
        place = len(frames) - 1  # notified: now it is the lock that it waits for
    own = [frame for frame in frames if not is_internal(frame.f_code.co_filename)]
    for frame in frames:
        _kept[id(frame.f_code)] = frame.f_code
    if not own:
        return 0, place
    inner = own[-1]
    outer = [f"{frame.f_code.co_qualname}:{frame.f_lineno}" for frame in own[:-1]]
    if len(outer) >= MOST_SHOWN:
        outer = [*outer[: MOST_SHOWN // 2], "…", *outer[-MOST_SHOWN // 2 :]]
    function = " → ".join([*outer, inner.f_code.co_qualname])
    return define_location(inner.f_code.co_filename, inner.f_lineno or 0, function), place


def _role(code: CodeType) -> str:
    """Give the name under which a function of the library's says what is waited for, "" if it does not."""
    role = _roles.get(id(code))
    if role is None:
        folder, _, name = code.co_filename.rpartition("/")
        role = ""
        if f"{folder}/" == _Library.folder:
            role = code.co_qualname if code.co_qualname in REASONS or name in OF_IO else ""
        _roles[id(code)] = role
        _kept[id(code)] = code
    return role


def _by_function(frames: list[FrameType], place: int, location: int) -> Waiting:
    frame = frames[place]
    role = _role(frame.f_code)
    waiting = Waiting(REASONS.get(role, Reason.IO), location)
    names = frame.f_locals
    thing = names.get("self")
    if role == "sleep":
        waiting.timeout = _ns(names.get("delay"))
    elif role in ("_wait", "TaskGroup.__aexit__", "TaskGroup._aexit"):
        waiting.children = [one for one in (names.get("fs") or getattr(thing, "_tasks", None) or ()) if not one.done()]
        waiting.timeout = _ns(names.get("timeout"))
    elif waiting.reason >> 40 == Reason.PROCESS:
        transport = getattr(thing, "_transport", thing)
        pid = getattr(transport, "_pid", None)
        if type(pid) is int:
            waiting.subject, waiting.flags = pid, PROCESS
    elif waiting.reason >> 40 == Reason.IO:
        waiting.subject = _socket_of(thing, names.get("sock"))
    else:
        waiting.subject = getattr(thing, "_lockstep", 0)
        if waiting.reason >> 40 == Reason.SEMAPHORE:
            waiting.semaphore = ref(thing)
    return waiting


def _socket_of(thing: Any, sock: Any) -> int:
    """Give the socket behind a stream, or the one that a loop's `sock_recv` and its like were given; 0 if there is none that is known."""
    number = getattr(getattr(thing, "_transport", None), "_sock_fd", -1) if sock is None else sock.fileno()
    descriptor = find(number) if type(number) is int and number >= 0 else None
    return descriptor.id if descriptor is not None else 0


def _by_future(frames: list[FrameType], future: Any, location: int) -> Waiting:
    if isinstance(future, _Library.task_types):
        waiting = Waiting(Reason.JOIN, location)
        waiting.children = (future,)
        return waiting
    waiting = Waiting(Reason.FUTURE, location)
    if isinstance(future, _Library.gathering):
        waiting.children = list(_members(future))
        return waiting
    inner, waiting.subject = _behind(future)
    code = frames[-1].f_code if frames else None
    if code is not None and code.co_qualname == WAIT_FOR and code.co_filename.startswith(_Library.folder):  # of Python 3.11
        names = frames[-1].f_locals
        inner, waiting.timeout = names.get("fut"), _ns(names.get("timeout"))
    waiting.children = () if inner is None else list(_members(inner))
    return waiting


def _members(future: Any) -> Iterator[Any]:
    """Give those that are not done of what is gathered in a future, and gathered in that; itself, if it is no gathering."""
    if not isinstance(future, _Library.gathering):
        yield future
        return
    for child in future._children:
        if not child.done():
            yield from _members(child)


def _behind(future: Any) -> tuple[Any, int]:
    """Give the task that a plain future shields, or the number of the job of a pool whose result it takes over."""
    if not is_future(future):
        return None, 0
    for callback, _ in future._callbacks or ():
        function = getattr(callback, "func", callback)
        name = BEHIND.get(getattr(function, "__qualname__", ""))
        if name is not None:
            inner = function.__closure__[function.__code__.co_freevars.index(name)].cell_contents
            return (inner, 0) if name == "inner" else (None, getattr(inner, "_lockstep", 0))
    return None, 0


def _limit(waiting: Waiting, task: Any, timeouts: list[Any]) -> None:
    """Note how long a task may wait at most that is inside of `asyncio.timeout` blocks, of which there are weak references."""
    timeouts[:] = [known for known in timeouts if _counts(known(), task)]
    limits = [limit for known in timeouts if (one := known()) is not None and (limit := one.when()) is not None]
    if limits:
        left = max(0, int((min(limits) - task.get_loop().time()) * 1_000_000_000))
        waiting.timeout = left if waiting.timeout < 0 else min(left, waiting.timeout)


def _counts(timeout: Any, task: Any) -> bool:
    if timeout is None or timeout._task is not task:
        return False
    handle = timeout._timeout_handler
    return handle is not None and not handle.cancelled()


def _ns(seconds: object) -> int:
    return int(seconds * 1_000_000_000) if type(seconds) in (int, float) and 0 <= seconds < 9e9 else -1  # type: ignore[operator]
