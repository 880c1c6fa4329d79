"""What goes through a socket: recv, send and their kin.

A call that may wait is recorded when it begins and when it is done, so that the kernel's part of it can be told apart: waiting for data,
then copying it. A call on a socket that never waits is recorded once it has brought something; how often it did not is counted
(see descriptors.py). Sending counts from when it begins, for what is sent may be received before the sender goes on.
"""

from __future__ import annotations

from .descriptors import Descriptor, address_text, begin, fail, find, here, meet, partner, received, sent
from .hooking import disguise, unseen
from .kinds import Call, Flag, Kind, Outcome, Reason
from .location import caller, location_of, places
from .recorder import emit
from .unix_peers import inode_of, peer_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

known_place = places.get
RECEIVES, SENDS = int(Call.RECV), int(Call.SEND)
WAIT_END, DONE_LOOKING = int(Kind.WAIT_END), Reason.IO << 8 | Outcome.DONE | Flag.NONBLOCKING

# name -> where its flags stand among the arguments, where the size or the data stands in what it returns (None: it is all of it), and where
# the address does
RECEIVERS = {
    "recv": (1, None, None),
    "recv_into": (2, None, None),
    "recvfrom": (1, 0, 1),
    "recvfrom_into": (2, 0, 1),
    "recvmsg": (2, 0, 3),
    "recvmsg_into": (2, 0, 3),
}
SENDERS = {"send": 1, "sendall": 1, "sendto": None, "sendmsg": 2, "sendfile": None}


class Manner:
    """How the sockets of a library are asked and recorded: `raw` is the C type below them, `begin` records that a call begins."""

    def __init__(self, raw: Any, *, begin: Any = begin, call: Any = None, dontwait: int = 0, peek: int = 0) -> None:
        self.raw = raw
        self.begin = begin
        self.call = call  # in what to call the original, if there is more to do (see `in_pieces`)
        self.dontwait = dontwait
        self.peek = peek

    def calling(self, original: Any) -> Any:
        """Return what calls the original."""
        if self.call is None:
            return original
        return lambda *arguments, **keywords: self.call(original, *arguments, **keywords)


def install(owner: Any, manner: Manner) -> None:
    """Hook the methods of `socket.socket`, or of what takes its place."""
    for name, (flags_at, data_at, address_at) in RECEIVERS.items():
        original = getattr(owner, name, None)
        if original is not None:
            hook = _make_receive(manner.calling(original), manner, flags_at, data_at, address_at)
            setattr(owner, name, disguise(hook, original))
    for name, place in SENDERS.items():
        original = getattr(owner, name, None)
        if original is not None:
            setattr(owner, name, disguise(_make_send(manner.calling(original), manner, name, place), original))


def introduce(raw: Any, self: Any, descriptor: Descriptor, how: int, location: int) -> None:
    """Record whom a connected socket is connected with; one that is not connected yet is asked again at its next use."""
    try:
        other = address_text(raw.getpeername(self))
        own = address_text(raw.getsockname(self))
        if other.startswith("unix:") and not own:  # nobody has a local caller's address, but the kernel knows its inode
            own = f"inode:{inode_of(raw.fileno(self))}"
        elif own.startswith("unix:") and not other and how == Call.ACCEPT:
            caller = peer_of(inode_of(raw.fileno(self)))
            other = f"inode:{caller}" if caller else ""
    except OSError:
        return
    if own or other:
        meet(descriptor, f"{own}>{other}", how, location)
    else:
        descriptor.is_new = False


def limit_of(raw: Any, self: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], at: int | None, dontwait: int) -> tuple[Any, int]:
    """Return how long a call may wait, and its flags."""
    flags = keywords.get("flags", arguments[at] if at is not None and len(arguments) > at else 0)
    flags = flags if isinstance(flags, int) else 0
    return 0.0 if flags & dontwait else raw.gettimeout(self), flags


def _make_receive(original: Any, manner: Manner, flags_at: int, data_at: int | None, address_at: int | None) -> Any:
    raw, begin, dontwait, peek = manner.raw, manner.begin, manner.dontwait, manner.peek
    fileno, gettimeout = raw.fileno, raw.gettimeout

    def receive(self: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            descriptor = find(fileno(self))
            if descriptor is None or here.hidden:
                return original(self, *arguments, **keywords)
            frame = caller()
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            flags = 0
            if len(arguments) > flags_at or keywords:
                limit, flags = limit_of(raw, self, arguments, keywords, flags_at, dontwait)
            else:
                limit = gettimeout(self)
            if descriptor.is_new:
                introduce(raw, self, descriptor, 0, location)
            began = begin(descriptor, RECEIVES, limit, location)
            try:
                result = original(self, *arguments, **keywords)
            except BaseException as error:
                fail(descriptor, error, began, location)
                raise
            if flags & peek:
                emit(WAIT_END, descriptor.id, 0, DONE_LOOKING, location)
                return result
            if address_at is not None and descriptor.is_datagram:
                partner(descriptor, 2, address_text(result[address_at]), location)
            data = result if data_at is None else result[data_at]
            is_bytes = type(data) is bytes
            received(descriptor, data if is_bytes else None, len(data) if is_bytes else data, began, location)
            return result
        except BaseException as error:
            unseen(error)
            raise

    return receive


def _make_send(original: Any, manner: Manner, name: str, flags_at: int | None) -> Any:
    raw, begin, dontwait = manner.raw, manner.begin, manner.dontwait
    fileno, gettimeout = raw.fileno, raw.gettimeout
    is_whole, has_address, is_file = name == "sendall", name == "sendto", name == "sendfile"

    def send(self: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            descriptor = find(fileno(self))
            if descriptor is None or here.hidden or not arguments:
                return original(self, *arguments, **keywords)
            frame = caller()
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            if flags_at is not None and len(arguments) > flags_at:
                limit, _ = limit_of(raw, self, arguments, keywords, flags_at, dontwait)
            else:
                limit = gettimeout(self)
            if descriptor.is_new:
                introduce(raw, self, descriptor, 0, location)
            if has_address and descriptor.is_datagram:
                partner(descriptor, 1, address_text(arguments[-1]), location)
            began = begin(descriptor, SENDS, limit, location)
            try:
                result = in_pieces(original, self, *arguments, **keywords) if is_file else original(self, *arguments, **keywords)
            except BaseException as error:
                fail(descriptor, error, began, location)
                raise
            data = arguments[0]
            sent(descriptor, data, _size(data) if is_whole else result, began, location)
            return result
        except BaseException as error:
            unseen(error)
            raise

    return send


def in_pieces(original: Any, *arguments: Any, **keywords: Any) -> Any:
    """Call what sends piece by piece, and is to be told as one."""
    here.hidden += 1
    try:
        return original(*arguments, **keywords)
    finally:
        here.hidden -= 1


def _size(data: Any) -> int:
    return len(data) if type(data) in (bytes, bytearray) else memoryview(data).nbytes
