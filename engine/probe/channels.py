"""multiprocessing's pipes: send, recv, poll, close and wait.

A pipe is one resource; one that goes both ways is two, one for each way, so that a message's two ends meet. Other processes know a pipe by
its inode; of a pair of sockets each has its own, so each way has two keys: the inode it comes from and the one it goes to.

A message counts as sent when its sending begins, for it may be received before the sender goes on.
"""

from __future__ import annotations

import posix
import select
import stat
from _thread import _local

from .callers import library_receives, library_sends, look_through, program_frame
from .hooking import unseen
from .kinds import Flag, Kind, Outcome, Reason, ResourceKind
from .location import caller, location_of
from .recorder import emit, text_id
from .replacing import quietly, replace
from .reprs import short_repr
from .shared_locks import adopt, create, nanoseconds
from .shared_queues import is_ready

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

SEND, RECV, CLOSE, WAIT, WAIT_END = int(Kind.SEND), int(Kind.RECV), int(Kind.CLOSE), int(Kind.WAIT), int(Kind.WAIT_END)
FOR_PIPE, FOR_INPUT = Reason.PIPE << 8, Reason.IO << 8
DONE, TIMEOUT, RAISED, WAITED = int(Outcome.DONE), int(Outcome.TIMEOUT), int(Outcome.RAISED), int(Flag.WAITED)
PIPE = ResourceKind.PIPE
NUMBER = 0xFFFFFFFF
SURE_TO_FIT = 4096  # bytes that a pipe takes at once if it takes any (PIPE_BUF)
MARK = "_lockstep"  # instance attribute of a connection: the numbers of its two ways, out and in; a pickled connection leaves it behind


class _Here(_local):
    transfer: Transfer | None = None


here = _Here()


class Transfer:
    """A send or recv of the program's under way in this thread."""

    __slots__ = ("flags", "item", "location", "previous", "resource", "size")

    def __init__(self, resource: int, frame: FrameType, item: object = None) -> None:
        self.resource = resource
        self.location = location_of(frame)
        self.item = item
        self.flags = 0
        self.size = 0
        self.previous: Transfer | None = None

    def __enter__(self) -> Transfer:
        self.previous, here.transfer = here.transfer, self
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        here.transfer = self.previous
        if kind is not None and self.flags:
            emit(WAIT_END, self.resource, 0, FOR_PIPE | RAISED, self.location)

    def wait(self) -> None:
        """Report that this thread must wait."""
        self.flags = WAITED
        emit(WAIT, self.resource, -1, FOR_PIPE, self.location)

    def report(self, kind: int, size: int) -> None:
        """Report the message."""
        text = text_id(short_repr(self.item))
        emit(kind, self.resource, size & NUMBER | text << 32, self.flags, self.location)


def ways_of(connection: Any) -> tuple[int, int]:
    """Return the numbers of a connection's way out and way in, defining them if another process made it."""
    ways: tuple[int, int] | None = vars(connection).get(MARK)
    if ways is None:
        status = posix.fstat(connection._handle)
        if stat.S_ISSOCK(status.st_mode):
            ways = adopt(PIPE, key=f"from:{status.st_ino}"), adopt(PIPE, key=f"to:{status.st_ino}")
        else:
            way = adopt(PIPE, key=f"pipe:{status.st_ino}")
            ways = way, way
        vars(connection)[MARK] = ways
    return ways


def give_ways(connection: Any, location: int, out: str, back: str) -> None:
    """Give a connection's two ways the keys by which its other end knows them."""
    vars(connection)[MARK] = create(PIPE, location, out), create(PIPE, location, back)


def install(module: ModuleType) -> None:
    """Hook `multiprocessing.connection`."""
    base = module._ConnectionBase
    look_through(base.__exit__)
    _install_creation(module)
    for name in ("send", "send_bytes"):
        _install_send(base, name)
    for name in ("recv", "recv_bytes", "recv_bytes_into"):
        _install_receive(base, name)
    _install_transfer(module.Connection)
    _install_poll(base)
    _install_close(base)
    _install_wait(module)


def _install_creation(module: ModuleType) -> None:
    original = module.Pipe

    def pipe(duplex: Any = True) -> Any:
        try:
            ends = original(duplex)
            frame: FrameType | None = caller()
            if frame is not None and frame.f_code.co_filename.endswith("/multiprocessing/context.py"):
                frame = frame.f_back  # `multiprocessing.Pipe` itself, which passes the call on
            frame = program_frame(frame) if frame is not None else None
            if frame is not None:
                quietly(_created, ends[0], ends[1], location_of(frame))
            return ends
        except BaseException as error:
            unseen(error)
            raise

    replace(module, "Pipe", pipe)


def _created(first: Any, second: Any, location: int) -> None:
    inodes = [posix.fstat(end._handle).st_ino for end in (first, second)]
    if inodes[0] == inodes[1]:
        way = create(PIPE, location, f"pipe:{inodes[0]}")
        vars(first)[MARK] = vars(second)[MARK] = way, way
        return
    there, back = (create(PIPE, location, f"from:{source}", f"to:{target}") for source, target in (inodes, inodes[::-1]))
    vars(first)[MARK], vars(second)[MARK] = (there, back), (back, there)


def _install_send(owner: Any, name: str) -> None:
    original: Callable[..., None] = getattr(owner, name)

    def send(self: Any, obj: Any, *args: Any, **keywords: Any) -> None:
        try:
            frame = program_frame(caller())
            if frame is None or self._handle is None:
                if frame is None and (report := library_sends.get(caller().f_code)) is not None:
                    report(obj)
                return original(self, obj, *args, **keywords)
            with Transfer(ways_of(self)[0], frame, obj):
                return original(self, obj, *args, **keywords)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, name, send)


def _install_receive(owner: Any, name: str) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def receive(self: Any, *args: Any, **keywords: Any) -> Any:
        try:
            frame = program_frame(caller())
            if frame is None or self._handle is None:
                take = library_receives.get(caller().f_code) if frame is None else None
                return original(self, *args, **keywords) if take is None else take(self, lambda: original(self, *args, **keywords))
            with Transfer(ways_of(self)[1], frame) as transfer:
                result = original(self, *args, **keywords)
                transfer.item = result if name != "recv_bytes_into" else b""
                transfer.report(RECV, transfer.size)
            return result
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, name, receive)


def _install_transfer(owner: Any) -> None:
    original_send, original_receive = owner._send_bytes, owner._recv_bytes

    def send_bytes(self: Any, buf: Any) -> None:
        try:
            transfer = here.transfer
            if transfer is None:
                return original_send(self, buf)  # type: ignore[no-any-return]
            here.transfer = None
            transfer.report(SEND, len(buf))
            if len(buf) <= SURE_TO_FIT and is_ready(self, select.POLLOUT):
                return original_send(self, buf)  # type: ignore[no-any-return]
            transfer.wait()
            original_send(self, buf)
            emit(WAIT_END, transfer.resource, 0, FOR_PIPE | DONE, transfer.location)
        except BaseException as error:
            unseen(error)
            raise

    def receive_bytes(self: Any, maxsize: Any = None) -> Any:
        try:
            transfer = here.transfer
            if transfer is None:
                return original_receive(self, maxsize)
            here.transfer = None
            if not is_ready(self, select.POLLIN):
                transfer.wait()
            buffer = original_receive(self, maxsize)
            transfer.size = 0 if buffer is None else len(buffer.getbuffer())
            return buffer
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "_send_bytes", send_bytes)
    replace(owner, "_recv_bytes", receive_bytes)


def _install_poll(owner: Any) -> None:
    original: Callable[..., bool] = owner.poll

    def poll(self: Any, timeout: Any = 0.0) -> bool:
        try:
            frame = program_frame(caller())
            if frame is None or self._handle is None or not self._readable or timeout == 0 or is_ready(self, select.POLLIN):
                return original(self, timeout)
            return bool(_wait_for(ways_of(self)[1], FOR_PIPE, timeout, location_of(frame), lambda: original(self, timeout)))
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "poll", poll)


def _install_close(owner: Any) -> None:
    original: Callable[..., None] = owner.close

    def close(self: Any) -> None:
        try:
            frame = program_frame(caller())
            if frame is not None and self._handle is not None and MARK in vars(self):
                emit(CLOSE, vars(self)[MARK][0 if self._writable else 1], 0, 0, location_of(frame))
            original(self)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "close", close)


def _install_wait(module: ModuleType) -> None:
    original: Callable[..., Any] = module.wait

    def wait(object_list: Any, timeout: Any = None) -> Any:
        try:
            frame = program_frame(caller())
            if frame is None or timeout == 0 or type(object_list) not in (list, tuple):
                return original(object_list, timeout)
            alone = object_list[0] if len(object_list) == 1 else None
            is_connection = isinstance(alone, module.Connection) and alone._handle is not None
            resource, reason = (ways_of(alone)[1], FOR_PIPE) if is_connection else (0, FOR_INPUT)
            return _wait_for(resource, reason, timeout, location_of(frame), lambda: original(object_list, timeout))
        except BaseException as error:
            unseen(error)
            raise

    replace(module, "wait", wait)


def _wait_for(resource: int, reason: int, timeout: Any, location: int, wait: Callable[[], Any]) -> Any:
    emit(WAIT, resource, nanoseconds(timeout if isinstance(timeout, float | int) else None), reason, location)
    outcome = RAISED
    try:
        result = wait()
        outcome = DONE if result else TIMEOUT
        return result
    finally:
        emit(WAIT_END, resource, 0, reason | outcome, location)
