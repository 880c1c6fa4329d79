"""Writes rings as the probe does, for tests and benchmarks: in memory, segment by segment, with whatever times one likes."""

from pathlib import Path

from engine.probe.kinds import Definition, Kind
from engine.probe.ring import HEADER, HEADER_SIZE, LAST_SEGMENT, MAGIC, RECORD, SLOT_SIZE, SUFFIX, VERSION


def slot(kind: int, *, time: int = 0, subject: int = 0, value: int = 0, location: int = 0, flags: int = 0, reason: int = 0) -> bytes:
    """Pack one record."""
    return RECORD.pack(time, subject, value, location, flags | reason << 8, kind)


def payload_slots(kind: int, text: str | bytes, *, time: int = 0, subject: int = 0, flags: int = 0) -> bytes:
    """Pack a record with its payload."""
    data = text.encode() if isinstance(text, str) else text
    return slot(kind, time=time, subject=subject, value=len(data), flags=flags) + data + bytes(-len(data) % SLOT_SIZE)


def header(
    *, pid: int = 100, tid: int = 100, parent: int = 1, serial: int = 1, number: int = 0, birth: int = 0, lost: int = 0, first: bool = True
) -> bytes:
    """Pack a segment's header."""
    return HEADER.pack(MAGIC, VERSION, first, pid, tid, parent, serial, number, 0, birth, lost).ljust(HEADER_SIZE, b"\0")


class RingFile:
    """One thread's ring."""

    def __init__(
        self,
        directory: Path,
        *,
        pid: int = 100,
        tid: int = 100,
        parent: int = 1,
        serial: int = 1,
        size: int = 128 << 10,
        is_first: bool | None = None,
    ) -> None:
        self.is_first = serial == 1 if is_first is None else is_first
        self.directory, self.pid, self.tid, self.parent, self.serial, self.size = directory, pid, tid, parent, serial, size
        self.number = 0
        self.lost = 0
        self.slots = bytearray()

    @property
    def path(self) -> Path:
        """Where the segment is."""
        return self.directory / f"{self.pid}-{self.serial}-{self.number}{SUFFIX}"

    def add(self, kind: int, **fields: int) -> "RingFile":
        """Add a record; begin another segment when this one is full."""
        if len(self.slots) + 2 * SLOT_SIZE > self.size - HEADER_SIZE:
            self.turn()
        self.slots += slot(kind, **fields)
        return self

    def add_payload(self, kind: int, text: str | bytes, **fields: int) -> "RingFile":
        """Add a record with a payload."""
        self.slots += payload_slots(kind, text, **fields)
        return self

    def define(self, definition: Definition, identity: int, *fields: object, time: int = 0) -> "RingFile":
        """Add a definition."""
        text = "\x1f".join(str(field) for field in fields)
        return self.add_payload(Kind.DEFINE, text, subject=identity, flags=definition, time=time)

    def write(self) -> "RingFile":
        """Write the segment as it is now."""
        first = self.is_first and not self.number
        head = header(pid=self.pid, tid=self.tid, parent=self.parent, serial=self.serial, number=self.number, lost=self.lost, first=first)
        self.path.write_bytes((head + self.slots).ljust(self.size, b"\0"))
        return self

    def turn(self) -> "RingFile":
        """Close this segment and open the next, empty."""
        self.slots += slot(Kind.END_SEGMENT)
        self.write()
        self.number += 1
        self.slots = bytearray()
        return self.write()

    def end(self) -> "RingFile":
        """Close the ring: the thread is gone."""
        self.slots += slot(Kind.END_SEGMENT, flags=LAST_SEGMENT)
        return self.write()
