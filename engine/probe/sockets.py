"""Trace `socket`: where a socket comes from, whom it is connected with, and when it is closed (transfers.py has what goes through it).

An end of a connection is a resource. Other processes that have it (by fork, or sent to them) know it by its inode; its other end is
found by the pair of addresses, or of inodes. Sockets that the standard library makes on its own account are not entered, and so not seen.
"""

from __future__ import annotations

import posix
from typing import cast

from . import transfers
from .descriptors import (
    Descriptor,
    address_text,
    fail,
    find,
    flush,
    forget,
    here,
    is_own_account,
    make,
    meet,
    table,
)
from .hooking import disguise, method, unseen
from .kinds import Call, Kind, Outcome, Reason, ResourceKind
from .location import location_of, outer
from .recorder import emit, text_id
from .replacing import quietly
from .transfers import Manner, introduce

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

ACCEPT, LISTEN, ADDRESS, WAIT_END = int(Kind.ACCEPT), int(Kind.LISTEN), int(Kind.ADDRESS), int(Kind.WAIT_END)
REFUSED = Outcome.REFUSED | Reason.IO << 8
BY_ACCEPT, BY_CONNECT = int(Call.ACCEPT), int(Call.CONNECT)
OWN_ADDRESS, TO = 0, 1
DEFAULT_BACKLOG = 128


def install(module: ModuleType) -> None:
    """Hook the module `socket`."""
    owner = module.socket
    raw = owner.__mro__[1]
    install_methods(owner, Manner(raw, dontwait=getattr(module, "MSG_DONTWAIT", 0), peek=module.MSG_PEEK), module.SOCK_DGRAM)
    install_pair(module)


def install_methods(owner: Any, manner: Manner, datagram: int) -> None:
    """Hook what `socket.socket`, or what takes its place, does in one way or another."""
    raw = manner.raw
    method(owner, "__init__", lambda original: _make_init(original, raw, datagram))
    method(owner, "accept", lambda original: _make_accept(original, manner))
    method(owner, "detach", lambda original: _make_detach(original, raw))
    method(owner, "_real_close", lambda original: _make_close(original, raw))
    for name in ("connect", "connect_ex"):
        original = getattr(owner, name)
        setattr(owner, name, disguise(_make_connect(manner.calling(original), manner), original))
    owner.listen = disguise(_make_listen(owner.listen, raw), owner.listen)
    owner.bind = disguise(_make_bind(owner.bind, raw), owner.bind)
    transfers.install(owner, manner)


def _make_init(original: Any, raw: Any, datagram: int) -> Any:
    def __init__(self: Any, *arguments: Any, **keywords: Any) -> None:
        try:
            original(self, *arguments, **keywords)
            frame = outer()
            if here.hidden or is_own_account(frame):
                table.pop(raw.fileno(self), None)  # the number may have been another's
            else:
                quietly(enter, raw.fileno(self), raw.type.__get__(self) == datagram, location_of(frame))
        except BaseException as error:
            unseen(error)
            raise

    return __init__


def enter(number: int, is_datagram: bool, location: int) -> None:
    """Enter a socket that the program has made or been given."""
    inode = posix.fstat(number).st_ino
    identity = make(ResourceKind.SOCKET, location, key=f"socket:{inode}")
    table[number] = Descriptor(identity, is_datagram=is_datagram, is_new=not is_datagram)


def _make_accept(original: Any, manner: Manner) -> Any:
    raw, begin, call = manner.raw, manner.begin, manner.calling(original)

    def accept(self: Any) -> Any:
        try:
            listener = find(raw.fileno(self))
            if listener is None or here.hidden:
                return original(self)
            location = location_of(outer())
            began = begin(listener, BY_ACCEPT, raw.gettimeout(self), location)
            try:
                result = call(self)
            except BaseException as error:
                fail(listener, error, began, location)
                raise
            if manner.call is not None:
                quietly(enter, raw.fileno(result[0]), False, location)
            flush(listener, location)
            listener.refused = 0
            quietly(accepted, raw, listener, result[0], location)
            return result
        except BaseException as error:
            unseen(error)
            raise

    return accept


def accepted(raw: Any, listener: Descriptor, connection: Any, location: int) -> None:
    """Record that a connection was taken off a listening socket."""
    descriptor = find(raw.fileno(connection))
    if descriptor is not None:
        introduce(raw, connection, descriptor, BY_ACCEPT, location)
    emit(ACCEPT, listener.id, 0 if descriptor is None else descriptor.id, 0, location)


def _make_connect(original: Any, manner: Manner) -> Any:
    raw, begin = manner.raw, manner.begin

    def connect(self: Any, *arguments: Any) -> Any:
        try:
            descriptor = find(raw.fileno(self))
            if descriptor is None or here.hidden or len(arguments) != 1:
                return original(self, *arguments)
            location = location_of(outer())
            emit(ADDRESS, descriptor.id, text_id(address_text(arguments[0])) << 32, TO, location)
            limit = raw.gettimeout(self)
            if descriptor.is_datagram or limit == 0.0:
                return original(self, *arguments)  # it will be known to be connected at its first use
            begin(descriptor, BY_CONNECT, limit, location)
            try:
                result = original(self, *arguments)
            except BaseException as error:
                fail(descriptor, error, 0, location)
                raise
            introduce(raw, self, descriptor, BY_CONNECT, location)
            if descriptor.is_new:  # connect_ex tells by a number that it failed
                emit(WAIT_END, descriptor.id, 0, REFUSED, location)
            return result
        except BaseException as error:
            unseen(error)
            raise

    return connect


def _make_bind(original: Any, raw: Any) -> Any:
    def bind(self: Any, *arguments: Any) -> Any:
        try:
            result = original(self, *arguments)
            descriptor = find(raw.fileno(self))
            if descriptor is not None and descriptor.is_datagram:
                quietly(_bound, raw, self, descriptor, location_of(outer()))
            return result
        except BaseException as error:
            unseen(error)
            raise

    return bind


def _bound(raw: Any, self: Any, descriptor: Descriptor, location: int) -> None:
    emit(ADDRESS, descriptor.id, text_id(address_text(raw.getsockname(self))) << 32, OWN_ADDRESS, location)


def _make_listen(original: Any, raw: Any) -> Any:
    def listen(self: Any, *arguments: Any) -> Any:
        try:
            result = original(self, *arguments)
            descriptor = find(raw.fileno(self))
            if descriptor is not None:
                descriptor.is_new = False
                backlog = arguments[0] if arguments and type(arguments[0]) is int else DEFAULT_BACKLOG
                quietly(_listens, raw, self, descriptor, max(0, min(backlog, 65535)), location_of(outer()))
            return result
        except BaseException as error:
            unseen(error)
            raise

    return listen


def _listens(raw: Any, self: Any, descriptor: Descriptor, backlog: int, location: int) -> None:
    emit(LISTEN, descriptor.id, backlog | text_id(address_text(raw.getsockname(self))) << 32, 0, location)


def _make_detach(original: Any, raw: Any) -> Any:
    def detach(self: Any) -> int:
        try:
            number = raw.fileno(self)
            result = cast("int", original(self))
            forget(number, 0, is_closed=False)
            return result
        except BaseException as error:
            unseen(error)
            raise

    return detach


def _make_close(original: Any, raw: Any) -> Any:
    def _real_close(self: Any, *arguments: Any, **keywords: Any) -> None:
        try:
            number = raw.fileno(self)
            if number in table:
                forget(number, location_of(outer()))
            original(self, *arguments, **keywords)
        except BaseException as error:
            unseen(error)
            raise

    return _real_close


def install_pair(module: ModuleType) -> None:
    """Hook a module's `socketpair`."""
    original = getattr(module, "socketpair", None)
    if original is None:
        return

    def socketpair(*arguments: Any, **keywords: Any) -> Any:
        try:
            ends = original(*arguments, **keywords)
            quietly(_paired, ends, location_of(outer()))
            return ends
        except BaseException as error:
            unseen(error)
            raise

    disguise(socketpair, original)
    socketpair.__wrapped__ = original  # type: ignore[attr-defined]
    module.socketpair = socketpair  # type: ignore[attr-defined]


def _paired(ends: Any, location: int) -> None:
    known = [(find(end.fileno()), posix.fstat(end.fileno()).st_ino) for end in ends]
    for (descriptor, inode), (_, other) in (known, known[::-1]):
        if descriptor is not None:
            meet(descriptor, f"inode:{inode}>inode:{other}", 0, location)
