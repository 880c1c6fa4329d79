"""Write one thread's ring: a chain of mapped segment files (ring.py has the layout).

A record reserves its slot by moving `position`, then is packed in one call, its kind last. Nothing between the two can be interrupted
by a signal handler of the same thread, for between the two nothing is called: the clock is read before, or an exception of the handler's
would leave a hole. What could be interrupted (opening the next segment) queues what the handler records meanwhile.
A ring whose reader falls too far behind counts what it drops in its header and goes on when there is room again.
"""

from __future__ import annotations

import posix
from _struct import Struct
from itertools import count
from time import monotonic_ns

from . import mapping
from .ring import HEADER, HEADER_SIZE, LAST_SEGMENT, LOST_OFFSET, MAGIC, RECORD, SLOT_SIZE, SUFFIX, VERSION

SEGMENT_SIZES = (32 << 10, 128 << 10, 512 << 10)  # bytes; of all after these: LAST_SEGMENT_SIZE. Making a small one is half the work
LAST_SEGMENT_SIZE = 2 << 20
BACKLOG_LIMIT = 16 << 20  # bytes of one thread that may wait to be read
RETRY_EVERY = 256  # dropped records between two looks whether there is room again
END_SEGMENT, LOST = 1, 3

# RECORD with its last three fields as one number: location | flags << 32 | kind << 48
pack_record = Struct("<QQqQ").pack_into
pack_number = Struct("<Q").pack_into
# and with all but the time packed before, by whoever writes the same thing often
TAIL = Struct("<QqQ")
pack_tail = TAIL.pack
pack_stamped = Struct(f"<Q{TAIL.size}s").pack_into
pack_packed = Struct("<Q8sII8s").pack_into  # or with subject and word packed before, and the value as its halves: a number, a text's id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

assert Struct("<QQqQ").size == RECORD.size


class Writer:
    """What the rings of one process share: where they are, and their serial numbers."""

    def __init__(self, directory: str, pid: int, *, first_serial: int = 1) -> None:
        self.directory = directory
        self.pid = pid
        self.parent = posix.getppid()
        self.serials = count(first_serial)
        self.is_silent = False
        self.is_new = True  # no ring has been opened yet

    def open(self, serial: int, number: int, native_id: int, lost: int) -> tuple[Any, int]:
        """Create a segment and write its header, the magic last. Returns its buffer and size. Raises OSError."""
        size = SEGMENT_SIZES[number] if number < len(SEGMENT_SIZES) else LAST_SEGMENT_SIZE
        buffer = mapping.create(self.path(serial, number), size)
        first, now = int(self.is_new), monotonic_ns()
        HEADER.pack_into(buffer, 0, b"\0\0\0\0", VERSION, first, self.pid, native_id, self.parent, serial, number, 0, now, lost)
        buffer[0:4] = MAGIC
        self.is_new = False
        return buffer, size

    def path(self, serial: int, number: int) -> str:
        """Return where a segment is."""
        return f"{self.directory}/{self.pid}-{serial}-{number}{SUFFIX}"


class Ring:
    """One thread's ring. `write` is the recording path; everything else is rare."""

    __slots__ = (
        "buffer",
        "first_unread",
        "is_turning",
        "last",
        "lost",
        "native_id",
        "number",
        "position",
        "queued",
        "serial",
        "unread",
        "writer",
    )

    def __init__(self, writer: Writer | None, native_id: int) -> None:
        self.writer = writer
        self.native_id = native_id
        self.serial = 0
        self.number = -1  # of the open segment
        self.buffer: Any = None
        self.position = 0
        self.last = -1  # the last position at which a record fits; one slot behind it is kept for END_SEGMENT
        self.lost = 0
        self.is_turning = False
        self.queued: list[tuple[int, int, int, int, bytes | None]] = []
        self.first_unread = 0
        self.unread: list[int] = []  # sizes of this ring's segments that may still wait to be read, the open one excluded

    def write(self, word: int, subject: int, value: int) -> None:
        """Write a record: `word` is location | flags << 32 | kind << 48."""
        now = monotonic_ns()
        position = self.position
        if position > self.last:
            self._write_slowly(word, subject, value, None)
            return
        self.position = position + 32
        pack_record(self.buffer, position, now, subject, value, word)

    def write_at(self, time: int, word: int, subject: int, value: int) -> None:
        """Write a record of an earlier instant (see accesses.py)."""
        position = self.position
        if position > self.last:
            self._write_slowly(word, subject, value, None, time)
            return
        self.position = position + 32
        pack_record(self.buffer, position, time, subject, value, word)

    def stamp(self, tail: bytes) -> None:
        """Write a record of which all but the time is in `tail`, made by `pack_tail(subject, value, word)`."""
        now = monotonic_ns()
        position = self.position
        if position > self.last:
            subject, value, word = TAIL.unpack(tail)
            self._write_slowly(word, subject, value, None)
            return
        self.position = position + 32
        pack_stamped(self.buffer, position, now, tail)

    def write_payload(self, word: int, subject: int, payload: bytes) -> None:
        """Write a record whose value is its payload's length, and the payload behind it."""
        now, size = monotonic_ns(), len(payload)
        position = self.position
        end = position + 32 + (size + 31 & -32)
        if end - 32 > self.last:
            self._write_slowly(word, subject, size, payload)
            return
        self.position = end
        buffer = self.buffer
        buffer[position + 32 : position + 32 + size] = payload
        pack_record(buffer, position, now, subject, size, word)

    def _write_slowly(self, word: int, subject: int, value: int, payload: bytes | None, time: int = 0) -> None:
        """Write into the next segment, or wait for it in a queue, or count as lost."""
        now = time or monotonic_ns()
        if self.is_turning:  # a signal handler or a destructor records while this thread opens a segment
            self.queued.append((now, word, subject, value, payload))
            return
        self.is_turning = True
        try:
            if not self._turn():
                self._drop()
                return
            self._place(now, word, subject, value, payload)
        finally:
            self.is_turning = False
            while self.queued:
                self._write_queued()

    def _write_queued(self) -> None:
        now, word, subject, value, payload = self.queued.pop(0)
        if self.buffer is None or self.position + 8192 > self.last:
            self.lost += 1
            return
        self._place(now, word, subject, value, payload)

    def _place(self, now: int, word: int, subject: int, value: int, payload: bytes | None) -> None:
        position = self.position
        self.position = position + 32 + (0 if payload is None else len(payload) + 31 & -32)
        if payload is not None:
            self.buffer[position + 32 : position + 32 + len(payload)] = payload
        pack_record(self.buffer, position, now, subject, value, word)

    def _turn(self) -> bool:
        """Open the next segment; say whether it could be done."""
        writer = self.writer
        if writer is None or self.lost % RETRY_EVERY or not self._has_room():
            return False
        try:
            if self.number < 0:
                self._open_first(writer)
            else:
                self._open_next(writer)
        except Exception:  # the directory is gone, the disk or the descriptors are full: be silent, try again later
            return False
        return True

    def _open_first(self, writer: Writer) -> None:
        while True:
            serial = next(writer.serials)
            try:
                self.buffer, size = writer.open(serial, 0, self.native_id, self.lost)
            except FileExistsError:  # a process with this pid was here before: an exec, or the pid came round again
                continue
            break
        self.serial, self.number, self.position, self.last = serial, 0, HEADER_SIZE, size - 2 * SLOT_SIZE

    def _open_next(self, writer: Writer) -> None:
        buffer, size = writer.open(self.serial, self.number + 1, self.native_id, self.lost)
        pack_record(self.buffer, self.position, monotonic_ns(), 0, 0, END_SEGMENT << 48)
        self.unread.append(self.last + 2 * SLOT_SIZE)
        self.buffer, self.number, self.position, self.last = buffer, self.number + 1, HEADER_SIZE, size - 2 * SLOT_SIZE
        if self.lost:
            self._place(monotonic_ns(), LOST << 48, 0, self.lost, None)

    def _has_room(self) -> bool:
        """Say whether the reader is near enough behind: it removes the segments that it has read."""
        writer = self.writer
        if writer is None or sum(self.unread) <= BACKLOG_LIMIT:
            return writer is not None
        while self.unread:
            try:
                posix.stat(writer.path(self.serial, self.first_unread))
            except OSError:
                self.unread.pop(0)
                self.first_unread += 1
            else:
                break
        return sum(self.unread) <= BACKLOG_LIMIT

    def _drop(self) -> None:
        self.lost += 1
        if self.buffer is not None:
            pack_number(self.buffer, LOST_OFFSET, self.lost)

    def __del__(self) -> None:
        # The thread is gone. In a forked child the rings of the other threads die too, but those belong to the parent.
        writer = self.writer
        if writer is None or self.buffer is None or posix.getpid() != writer.pid:
            return
        pack_record(self.buffer, self.position, monotonic_ns(), 0, 0, END_SEGMENT << 48 | LAST_SEGMENT << 32)
