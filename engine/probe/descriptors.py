"""What the program's file descriptors stand for: one table for sockets, pipes and whatever else is read or written by its number.

Sockets have no `__dict__`, and `os.read`, `select` and `epoll` know nothing but numbers, so the number is the key. Whoever makes a
descriptor enters it, whoever closes it takes it out; a number that comes round again is entered anew by its new owner.
A forked child goes on with its parent's table: what it inherited is the same thing.
"""

from __future__ import annotations

import atexit
from time import monotonic_ns

from . import recorder
from .callers import LIBRARY
from .kinds import Call, Definition, Flag, Kind, Outcome, Reason, ResourceKind
from .location import is_internal
from .moments import emit_at
from .recorder import define, emit, new_id, text_id
from .reprs import item_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

here = recorder.here
CALL, COUNTED, CREATE, CLOSE, CONNECT = int(Kind.CALL), int(Kind.COUNTED), int(Kind.CREATE), int(Kind.CLOSE), int(Kind.CONNECT)
RECV, SEND, WAIT_END, ADDRESS = int(Kind.RECV), int(Kind.SEND), int(Kind.WAIT_END), int(Kind.ADDRESS)
STREAM, NONBLOCKING, FOR_IO = int(Flag.STREAM), int(Flag.NONBLOCKING), Reason.IO << 8
TIMEOUT, REFUSED, RAISED = int(Outcome.TIMEOUT), int(Outcome.REFUSED), int(Outcome.RAISED)
NUMBER = 0xFFFFFFFF
BEGINS = [(what | FOR_IO) << 32 | CALL << 48 for what in range(16)]  # by Call
RECEIVED, SENT = STREAM << 32 | RECV << 48, STREAM << 32 | SEND << 48
EXACT = 100  # refusals in a row that are recorded one by one; from then on they are counted
COUNT_EVERY_NS = 2_000_000
LONGEST_COUNT_US = 2_000_000
NO_CALL, NO_READ = (0, b""), (None, 0, b"")
SHOWN = 500  # messages of one descriptor whose bytes are shown; of later ones only their number

# These files of the library use sockets and selectors on their own account; others do it for the program (http, socketserver, asyncio ...).
OWN = tuple(
    f"{LIBRARY}/{name}" for name in ("multiprocessing/", "concurrent/", "logging/__init__.py", "logging/handlers.py", "subprocess.py")
)
HERE = __file__.rpartition("/")[0] + "/"
OWN_FUNCTIONS = frozenset({"_make_self_pipe", "_can_use"})  # of asyncio and of selectors, which tries what there is


class Descriptor:
    """One open descriptor of the program's. `id` is its resource."""

    __slots__ = (
        "appends",
        "counted_at",
        "id",
        "is_datagram",
        "is_emptied",
        "is_file",
        "is_new",
        "last_call",
        "last_read",
        "limit",
        "partner",
        "position",
        "refused",
        "shown",
        "uncounted",
    )

    def __init__(self, identity: int, *, is_datagram: bool = False, is_new: bool = False) -> None:
        self.id = identity
        self.is_datagram = is_datagram
        self.is_new = is_new  # its other end is not known yet
        self.is_file = False
        self.position = -1  # in a file; -1: not known
        self.appends = False  # to a file, wherever its position is
        self.is_emptied = False  # the file was, since it was opened
        self.last_call: tuple[int, bytes] = NO_CALL  # on a file: the word of the record that began it, and all of that but the time
        self.last_read: tuple[bytes | None, int, bytes] = NO_READ  # of a short file from its first byte: content, place, and the record
        self.limit: float | None = None  # how long a call on its number waits: for ever, or 0.0 (a socket knows its own)
        self.partner = ["", ""]  # a datagram socket's last addresses: sent to, received from
        self.shown = 0
        self.refused = 0  # in a row
        self.uncounted = 0
        self.counted_at = 0


table: dict[int, Descriptor] = {}
find = table.get


def is_own_account(frame: FrameType | None) -> bool:
    """Tell whether the standard library, or the probe, does this for itself and not for the program."""
    if frame is not None and frame.f_code.co_filename.startswith(HERE):
        return True
    while frame is not None:
        code = frame.f_code
        name = code.co_filename
        if not is_internal(name):
            return False
        if name.startswith(OWN) or code.co_name in OWN_FUNCTIONS:
            return True
        frame = frame.f_back
    return False


def make(kind: ResourceKind, location: int, *, name: str = "", key: str = "", is_created: bool = True) -> int:
    """Define and create a resource, or just define it. Returns its number."""
    identity = new_id()
    define(int(Definition.RESOURCE), identity, int(kind), name, key, "", location)
    if is_created:
        emit(CREATE, identity, 0, 0, location)
    return identity


def forget(number: int, location: int, *, is_closed: bool = True) -> None:
    """Take a descriptor out of the table; it was closed, or another now looks after it."""
    descriptor = table.pop(number, None)
    if descriptor is not None and is_closed:
        flush(descriptor, location)
        emit(CLOSE, descriptor.id, 0, STREAM, location)


def nanoseconds(limit: float | None) -> int:
    """Return a timeout for a record."""
    return -1 if limit is None or not 0 <= limit < 9e9 else int(limit * 1_000_000_000)


def begin(descriptor: Descriptor, what: int, limit: float | None, location: int) -> int:
    """Record that a call begins which may wait; one that will not is recorded when it is done. Returns when it began, or 0."""
    if limit == 0.0:
        return monotonic_ns()
    here.write(location | BEGINS[what], descriptor.id, -1 if limit is None else nanoseconds(limit))
    return 0


def fail(descriptor: Descriptor, error: BaseException, began: int, location: int) -> None:
    """Record how a call ended that brought nothing."""
    if isinstance(error, BlockingIOError):
        refuse(descriptor, began, location)
        return
    outcome = TIMEOUT if isinstance(error, TimeoutError) else RAISED
    emit(WAIT_END, descriptor.id, 0, outcome | FOR_IO | (NONBLOCKING if began else 0), location)


def refuse(descriptor: Descriptor, began: int, location: int) -> None:
    """Record that nothing was there: the first times one by one, then as a number every two milliseconds."""
    descriptor.refused += 1
    if descriptor.refused <= EXACT or not began:
        descriptor.counted_at = began
        emit(WAIT_END, descriptor.id, 0, REFUSED | FOR_IO | NONBLOCKING, location)
        return
    descriptor.uncounted += 1
    if began - descriptor.counted_at > COUNT_EVERY_NS:
        flush(descriptor, location)


def flush(descriptor: Descriptor, location: int) -> None:
    """Record how many were refused since the last record about them, and begin to count anew."""
    if descriptor.uncounted:
        now = monotonic_ns()
        spent = min((now - descriptor.counted_at) // 1000, LONGEST_COUNT_US)
        emit(COUNTED, descriptor.id, descriptor.uncounted & NUMBER | spent << 32, 0, location)
        descriptor.uncounted, descriptor.counted_at = 0, now


def _flush_all() -> None:
    for descriptor in list(table.values()):
        flush(descriptor, 0)


def received(descriptor: Descriptor, data: bytes | None, size: int, began: int, location: int) -> None:
    """Record bytes that came."""
    if began:
        if descriptor.refused:
            flush(descriptor, location)
            descriptor.refused = 0
        emit_at(began, CALL, descriptor.id, 0, Call.RECV | FOR_IO, location)
    descriptor.shown += 1
    text = item_text(data) << 32 if data is not None and descriptor.shown <= SHOWN else 0
    here.write(location | RECEIVED, descriptor.id, size & NUMBER | text)


def sent(descriptor: Descriptor, data: object, size: int, began: int, location: int) -> None:
    """Record bytes that went."""
    descriptor.shown += 1
    text = item_text(data) << 32 if descriptor.shown <= SHOWN and type(data) in (bytes, bytearray) else 0
    if began:
        if descriptor.refused:
            flush(descriptor, location)
            descriptor.refused = 0
        emit_at(began, SEND, descriptor.id, size & NUMBER | text, STREAM, location)
        return
    here.write(location | SENT, descriptor.id, size & NUMBER | text)


def meet(descriptor: Descriptor, pair: str, how: int, location: int) -> None:
    """Record that an end knows its other end: `pair` is "own address>its address"."""
    descriptor.is_new = False
    emit(CONNECT, descriptor.id, text_id(pair) << 32, how, location)


def partner(descriptor: Descriptor, direction: int, address: str, location: int) -> None:
    """Record whom a datagram socket sends to (1) or receives from (2), if that is another than last time."""
    if descriptor.partner[direction - 1] != address:
        descriptor.partner[direction - 1] = address
        emit(ADDRESS, descriptor.id, text_id(address) << 32, direction, location)


def address_text(address: object) -> str:
    """Spell a socket's address; empty if it has none."""
    match address:
        case (str(host), int(port)):
            return f"{host}:{port}"
        case (str(host), int(port), _, _):
            return f"[{host}]:{port}"
        case str() | bytes() if address:
            return f"unix:{address if isinstance(address, str) else address.decode('utf-8', 'replace')}"
        case _:
            return ""


atexit.register(_flush_all)
