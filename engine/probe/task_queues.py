"""Trace `asyncio.Queue` and its kin.

`put` and `get` are coroutines and stay as they are; they end in `put_nowait` and `get_nowait`, plain methods, where the item goes in and
comes out. Who waits for an item, for room, or for all items to be done is told by awaiting.py.
"""

from __future__ import annotations

from . import recorder
from .hooking import unseen
from .kinds import Flag, Kind, Outcome, Reason, ResourceKind
from .location import caller, location_of
from .replacing import replace
from .reprs import item_text
from .task_locks import hook_init
from .tasks import taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

here, emit = recorder.here, recorder.emit
PUT, GET, TASK_DONE, CLOSE = Kind.PUT << 48, Kind.GET << 48, int(Kind.TASK_DONE), int(Kind.CLOSE)
WAITED, NONBLOCKING = Flag.WAITED << 32, Flag.NONBLOCKING << 32
REFUSED = Kind.WAIT_END << 48 | Outcome.REFUSED << 32
FOR_ITEM, FOR_ROOM = Reason.QUEUE_GET << 40, Reason.QUEUE_PUT << 40


def install(module: ModuleType) -> None:
    """Hook `asyncio.queues`."""
    queue = module.Queue
    hook_init(queue, ResourceKind.QUEUE, "_maxsize")
    blocking = {queue.put.__code__, queue.get.__code__}
    _hook_put(queue, blocking)
    _hook_get(queue, blocking)
    _hook_task_done(queue)
    if hasattr(queue, "shutdown"):
        _hook_shutdown(queue)


def _flags(subject: int, frame: FrameType, blocking: set[Any]) -> int:
    if frame.f_code not in blocking:
        return NONBLOCKING
    return WAITED if taken(subject) else 0


def _depth(self: Any) -> int:
    """Give a queue's depth by its own `qsize`."""
    try:
        depth = self.qsize()
    except Exception:  # one of the program's: its trouble is not to come up here
        return 0
    return depth & 0x7FFFFFFF if type(depth) is int else 0


def _hook_put(queue: Any, blocking: set[Any]) -> None:
    original = queue.put_nowait

    def put_nowait(self: Any, item: Any) -> None:
        try:
            subject = self._lockstep
            if not subject:
                return original(self, item)  # type: ignore[no-any-return]
            frame = caller()
            location = location_of(frame)
            try:
                original(self, item)
            except Exception:
                if frame.f_code not in blocking:
                    here.write(REFUSED | FOR_ROOM | location, subject, 0)
                raise
            here.write(PUT | _flags(subject, frame, blocking) | location, subject, _depth(self) | item_text(item) << 32)
        except BaseException as error:
            unseen(error)
            raise

    replace(queue, "put_nowait", put_nowait)


def _hook_get(queue: Any, blocking: set[Any]) -> None:
    original = queue.get_nowait

    def get_nowait(self: Any) -> Any:
        try:
            subject = self._lockstep
            if not subject:
                return original(self)
            frame = caller()
            location = location_of(frame)
            try:
                item = original(self)
            except Exception:
                if frame.f_code not in blocking:
                    here.write(REFUSED | FOR_ITEM | location, subject, 0)
                raise
            here.write(GET | _flags(subject, frame, blocking) | location, subject, _depth(self) | item_text(item) << 32)
            return item
        except BaseException as error:
            unseen(error)
            raise

    replace(queue, "get_nowait", get_nowait)


def _hook_task_done(queue: Any) -> None:
    original = queue.task_done

    def task_done(self: Any) -> None:
        try:
            left = self._unfinished_tasks - 1
            if self._lockstep and left >= 0:
                emit(TASK_DONE, self._lockstep, left, 0, location_of(caller()))
            return original(self)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    replace(queue, "task_done", task_done)


def _hook_shutdown(queue: Any) -> None:
    original = queue.shutdown

    def shutdown(self: Any, immediate: Any = False) -> None:
        try:
            if self._lockstep:
                emit(CLOSE, self._lockstep, int(bool(immediate)), 0, location_of(caller()))
            return original(self, immediate)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    replace(queue, "shutdown", shutdown)
