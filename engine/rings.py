"""Reads the rings that the probe writes (engine/probe/ring.py has the layout), and trusts nothing in them.

`parse` is pure: bytes in, records out. `RingReader` is the I/O around it: it finds new rings in the run's directory, copies what was
written since the last time (`drain`, fast, decodes nothing) and removes segments that are complete. Whoever wrote the files may be
hostile or half dead: a file that is not a segment is left alone, a record that makes no sense is skipped, a payload longer than its
segment ends the ring.

How much was written? There is no head pointer: files are full of zeros and slots are written in order. So a copy ends at the last byte
that is not zero. It is made twice: the writer goes on while we copy, so what the first one shows is where to end, and every slot in front
of its last is whole in the second. That last one may be on its way still, or the slot in front of a payload: a hole. `parse` stops there,
and what is behind is copied again (`was_cut`).
"""

import os
import re
import stat
from collections import deque
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from engine.events import Kind
from engine.probe.ring import HEADER, HEADER_SIZE, LAST_SEGMENT, LOST_OFFSET, MAGIC, RECORD, SLOT_SIZE, SUFFIX, VERSION

NAME: Final = re.compile(r"(\d{1,10})-(\d{1,10})-(\d{1,10})" + re.escape(SUFFIX))
PAYLOAD_KINDS: Final = frozenset({Kind.DEFINE, Kind.OUTPUT, Kind.EXCEPTION, Kind.NAME})
OTHERS: Final = frozenset({*range(Kind.SWITCH_IN, Kind.SAMPLE + 1), Kind.PHASE})  # the kernel's, and what only the fold knows
PROBE_KINDS: Final = {int(kind): kind for kind in Kind if kind and kind not in OTHERS}
FIRST_READ: Final = 8 << 10  # bytes; more is read at once only when these are full, twice as much each time
MOST_READ: Final = 1 << 20
MOST_BYTES: Final = 64 << 20  # of a segment; the probe's are 2 MiB at most
OPEN_FILES: Final = 400  # kept open; of further rings the files are opened at each visit
MOST_BACKLOG: Final = 512 << 20  # bytes drained and not parsed; above it nothing is drained and the probe counts what it drops
LOST_EVERY: Final = 32  # drains between two looks at the headers' counts of lost records

_END: Final = int(Kind.END_SEGMENT)
_DEFINE: Final = int(Kind.DEFINE)


class Record(NamedTuple):
    """A record as it stands in a ring, except that flags and reason are apart; `source` is whatever its reader calls the ring."""

    time_ns: int
    source: Any
    kind: Kind
    subject: int
    value: int
    location: int
    flags: int
    reason: int
    payload: bytes


class Parsed(NamedTuple):
    """What `parse` made of some bytes."""

    records: list[Record]  # without definitions
    definitions: list[Record]
    used: int  # bytes understood
    has_ended: bool  # END_SEGMENT was met
    is_last: bool  # and it said that the thread is gone
    is_broken: bool  # nonsense was met
    skipped: int  # records of unknown kinds
    missing: int = 0  # bytes of a payload that are not in the data


class Segment(NamedTuple):
    """A segment's header."""

    pid: int
    tid: int
    parent_pid: int
    serial: int
    number: int
    birth_ns: int
    lost: int
    is_first: bool  # of what its process runs: an exec begins anew


def parse_header(data: bytes) -> Segment | None:
    """Read a segment's header; None if these bytes are none (or none yet: its magic is written last)."""
    if len(data) < HEADER_SIZE:
        return None
    magic, version, first, pid, tid, parent_pid, serial, number, _, birth_ns, lost = HEADER.unpack_from(data)
    is_one = magic == MAGIC and version == VERSION and pid and tid
    return Segment(pid, tid, parent_pid, serial, number, birth_ns, lost, first == 1) if is_one else None


def parse(data: bytes, *, limit: int = 1 << 30, room: int = MOST_BYTES, source: Any = None) -> Parsed:
    """Read up to `limit` records from the slots in `data`; `room` is how many bytes the segment has from here on."""
    records: list[Record] = []
    definitions: list[Record] = []
    whole = len(data) & -SLOT_SIZE
    used = skipped = 0
    rows = RECORD.iter_unpack(memoryview(data)[:whole])
    append, new, find, left = records.append, tuple.__new__, PROBE_KINDS.get, limit
    for time_ns, subject, value, location, flags, number in rows:
        kind = find(number)
        if kind is None:
            if number == 0:
                break
            skipped += 1
            used += SLOT_SIZE
            continue
        payload = b""
        if kind in PAYLOAD_KINDS:
            slots = (value + SLOT_SIZE - 1) // SLOT_SIZE
            size = (slots + 1) * SLOT_SIZE
            if value < 0 or size > room - used:
                return Parsed(records, definitions, used, False, False, True, skipped)
            if used + size > whole:
                return Parsed(records, definitions, used, False, False, False, skipped, used + size - whole)
            payload = data[used + SLOT_SIZE : used + SLOT_SIZE + value]
            next(islice(rows, slots, slots), None)
            used += size
            if number == _DEFINE:
                definitions.append(Record(time_ns, source, kind, subject, value, location, flags & 255, flags >> 8, payload))
                continue
        else:
            used += SLOT_SIZE
            if number == _END:
                return Parsed(records, definitions, used, True, bool(flags & LAST_SEGMENT), False, skipped)
        append(new(Record, (time_ns, source, kind, subject, value, location, flags & 255, flags >> 8, payload)))
        left -= 1
        if left <= 0:
            break
    return Parsed(records, definitions, used, False, False, False, skipped)


class _Part:
    """The bytes of one segment that are drained and not parsed."""

    __slots__ = ("data", "is_complete", "room")

    def __init__(self, room: int) -> None:
        self.data = bytearray()
        self.room = room  # bytes that the segment has from the first of `data` on
        self.is_complete = False  # nothing more comes


class Ring:
    """One thread's ring: how far it is copied, and what of that is not parsed yet."""

    def __init__(self, pid: int, serial: int, header: Segment, size: int) -> None:
        self.pid, self.serial = pid, serial  # as in its files' names
        self.header = header
        self.source: Any = None  # what its records carry
        self.lost = header.lost
        self.skipped = 0
        self.number = 0  # of the segment being copied
        self.offset = HEADER_SIZE  # where copying goes on
        self.file = -1
        self.is_over = False  # the thread said goodbye, or wrote nonsense
        self.was_cut = False  # the last `take` met a hole: what was drained behind it is gone until the next drain
        self.parts: deque[_Part] = deque([_Part(size - HEADER_SIZE)])

    def name(self, number: int) -> str:
        """Give the name of one of its segments."""
        return f"{self.pid}-{self.serial}-{number}{SUFFIX}"

    @property
    def has_raw(self) -> bool:
        """Whether there are bytes to parse."""
        return bool(self.parts[0].data) or len(self.parts) > 1

    def take(self, limit: int) -> tuple[Parsed, int]:
        """Parse up to `limit` records; return them and how many drained bytes that used up."""
        part = self.parts[0]
        self.was_cut = False
        chunk = bytes(part.data[: (limit + 256) * SLOT_SIZE])
        if len(chunk) < len(part.data) and parse(chunk, limit=1, room=part.room).missing:
            chunk = bytes(part.data)  # a payload longer than the probe ever writes
        parsed = parse(chunk, limit=limit, room=part.room, source=self.source)
        is_all = len(chunk) == len(part.data) and len(parsed.records) < limit
        if is_all and parsed.missing:
            # Whoever sees a record sees its payload: what was not copied was zeros.
            part.data += bytes(parsed.missing)
            self.offset += 0 if part.is_complete else parsed.missing
            return self.take(limit)
        del part.data[: parsed.used]
        part.room -= parsed.used
        self.skipped += parsed.skipped
        gone = parsed.used
        # A hole is a slot that was still empty when it was copied, though something behind it was not: a payload on its way.
        is_hole = not parsed.missing and parsed.used < len(chunk) and len(parsed.records) < limit
        if parsed.has_ended or parsed.is_broken or ((is_all or is_hole) and part.is_complete):
            gone += self._leave(part, is_over=parsed.is_last or parsed.is_broken)
        elif is_all or is_hole:
            cut = self.rewind()
            self.was_cut = cut > 0
            gone += cut
        return parsed, gone

    def rewind(self) -> int:
        """Have what is copied of the current segment and not parsed copied again; return how many bytes that are."""
        data = self.parts[-1].data
        count = len(data)
        self.offset -= count
        data.clear()
        return count

    def _leave(self, part: _Part, *, is_over: bool) -> int:
        """Go on to the next segment, if there is one already; return how many bytes were behind the end."""
        rest = len(part.data)
        part.data.clear()
        if is_over:
            self.is_over = True
            rest += sum(len(other.data) for other in self.parts)
            for other in self.parts:
                other.data.clear()
            while len(self.parts) > 1:
                self.parts.popleft()
        elif len(self.parts) > 1:
            self.parts.popleft()
        else:
            part.room = 0  # the next segment is not copied yet
        return rest


class RingReader:
    """Copies what the rings of a directory hold, quickly."""

    def __init__(self, directory: Path) -> None:
        self.new: list[Ring] = []  # since somebody took them last
        self.backlog = 0  # bytes copied and not parsed
        self.is_full = False  # the last drain copied nothing, for there is too much that is not parsed
        self._directory = str(directory)
        self._live: dict[tuple[int, int], Ring] = {}
        self._seen: set[tuple[int, int]] = set()
        self._lost_before = 0  # of rings that are over
        self._open_count = 0
        self._visits = 0

    @property
    def lost_count(self) -> int:
        """How many records the program's threads could not write, as far as they could say."""
        return self._lost_before + sum(ring.lost for ring in self._live.values())

    def drain(self) -> int:
        """Copy what was written since the last time; return how many bytes that are. Completed segments are removed."""
        self.is_full = self.backlog > MOST_BACKLOG
        if self.is_full:
            return 0
        names = self._names()
        self._find_new(names)
        self._visits += 1
        copied = 0
        for ring in list(self._live.values()):
            if ring.is_over:
                self._remove(ring)
            else:
                copied += self._copy(ring, names)
        self.backlog += copied
        return copied

    def rewind(self) -> None:
        """Have what is copied of open segments and not parsed copied again: when all writers are gone, it has no holes but for ever."""
        for ring in self._live.values():
            if not ring.is_over:
                self.backlog -= ring.rewind()

    def close(self) -> None:
        """Close the files."""
        for ring in self._live.values():
            self._close(ring)

    def _names(self) -> set[str]:
        try:
            return {name for name in os.listdir(self._directory) if name.endswith(SUFFIX)}
        except OSError:
            return set()

    def _find_new(self, names: set[str]) -> None:
        found = [match for name in names if (match := NAME.fullmatch(name))]
        for pid, serial, number in sorted(tuple(map(int, match.groups())) for match in found):
            if number or (pid, serial) in self._seen:
                continue
            file = self._open(f"{pid}-{serial}-0{SUFFIX}")
            if file < 0:
                continue
            try:
                header = parse_header(os.pread(file, HEADER_SIZE, 0))
                size = os.fstat(file).st_size
            except OSError:
                header, size = None, 0
            os.close(file)
            if header is not None:
                ring = self._live[pid, serial] = Ring(pid, serial, header, size)
                self._seen.add((pid, serial))
                self.new.append(ring)

    def _open(self, name: str) -> int:
        """Open a segment; -1 if it is no plain file of a segment's size."""
        try:
            file = os.open(f"{self._directory}/{name}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return -1
        facts = os.fstat(file)
        if stat.S_ISREG(facts.st_mode) and HEADER_SIZE < facts.st_size <= MOST_BYTES:
            return file
        os.close(file)
        return -1

    def _copy(self, ring: Ring, names: set[str]) -> int:
        copied = 0
        while True:
            # The next segment exists only when all of this one but its END_SEGMENT is written; so look for it before copying.
            has_next = ring.name(ring.number + 1) in names
            if has_next:
                copied -= ring.rewind()  # now that it is whole it has no holes
            file = ring.file if ring.file >= 0 else self._open(ring.name(ring.number))
            if file < 0:
                return copied
            copied += self._copy_segment(ring, file, is_complete=has_next)
            if has_next and (header := self._next_header(ring)) is not None:
                self._release(ring, file)
                self._turn(ring, *header)
                continue
            self._keep(ring, file)
            return copied

    def _copy_segment(self, ring: Ring, file: int, *, is_complete: bool) -> int:
        part = ring.parts[-1]
        before = len(part.data)
        size = FIRST_READ
        try:
            while True:
                data = os.pread(file, size, ring.offset)
                written = (len(data.rstrip(b"\0")) + SLOT_SIZE - 1) & -SLOT_SIZE
                part.data += os.pread(file, written, ring.offset) if written else b""
                ring.offset += written
                if len(data) < size or written < len(data):
                    break
                size = min(size * 2, MOST_READ)
            if is_complete or self._visits % LOST_EVERY == 0:
                ring.lost = max(ring.lost, _lost(file))
        except OSError:
            ring.is_over = True
        return len(part.data) - before

    def _next_header(self, ring: Ring) -> tuple[Segment, int] | None:
        file = self._open(ring.name(ring.number + 1))
        if file < 0:
            return None
        try:
            header = parse_header(os.pread(file, HEADER_SIZE, 0))
            return (header, os.fstat(file).st_size) if header is not None else None
        except OSError:
            return None
        finally:
            os.close(file)

    def _turn(self, ring: Ring, header: Segment, size: int) -> None:
        self._unlink(ring.name(ring.number))
        ring.parts[-1].is_complete = True
        ring.parts.append(_Part(size - HEADER_SIZE))
        ring.number += 1
        ring.offset = HEADER_SIZE
        ring.lost = max(ring.lost, header.lost)

    def _keep(self, ring: Ring, file: int) -> None:
        if ring.file >= 0:
            return
        if self._open_count < OPEN_FILES:
            ring.file = file
            self._open_count += 1
        else:
            os.close(file)

    def _release(self, ring: Ring, file: int) -> None:
        if ring.file >= 0:
            self._close(ring)
        else:
            os.close(file)

    def _close(self, ring: Ring) -> None:
        if ring.file >= 0:
            os.close(ring.file)
            ring.file = -1
            self._open_count -= 1

    def _remove(self, ring: Ring) -> None:
        file = ring.file if ring.file >= 0 else self._open(ring.name(ring.number))
        if file >= 0:
            with suppress(OSError):
                ring.lost = max(ring.lost, _lost(file))
            self._release(ring, file)
        self._unlink(ring.name(ring.number))
        self._lost_before += ring.lost
        del self._live[ring.pid, ring.serial]

    def _unlink(self, name: str) -> None:
        with suppress(OSError):  # somebody else was faster, or it is not ours to remove: then it stays
            os.unlink(f"{self._directory}/{name}")


def _lost(file: int) -> int:
    """Read from a segment's header how many records its thread could not write."""
    return int.from_bytes(os.pread(file, 8, LOST_OFFSET), "little")
