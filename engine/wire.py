"""The frame format: the same bytes in the supervisor's pipe, the `.lockstep` file, the websocket and the tests' recordings.

A frame is a 16-byte header and a body:

    "LS"  magic        u8 version      u8 kind     u32 body length     u64 sequence number (1, 2, 3 ... without a gap)

All numbers are little-endian. Bodies of META, DEFINE, OUTPUT, FINDING, STATUS and SUMMARY are UTF-8 JSON; those of EVENTS, CHANGES
and EDGES are rows of fixed size, so that a browser reads them as typed arrays. Times are ns since the run began; ids are the run's own,
from 1; 0 means none.
Unknown frame kinds are to be skipped by a reader, unknown JSON members ignored; another version is refused.

A state *change* says what a worker is doing from `time` on, until its next change. Changes of one worker come in order of time; one with
the same time as the worker's last replaces it (more is known by now).
"""

import json
import struct
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Any, NamedTuple

from engine.errors import WireError
from engine.events import EdgeKind, Event, Kind, Known, Reason, State

MAGIC = b"LS"
VERSION = 1
HEADER = struct.Struct("<2sBBIQ")
MAX_BODY = 16 * 1024 * 1024  # bytes; a longer body is a damaged stream

EVENT_ROW = struct.Struct("<qqIIIIIBBBB")  # time, value, worker, resource, target, location, text, kind, reason, flags, waiters
CHANGE_ROW = struct.Struct("<qIIIIIBBBB")  # time, worker, resource, target, by, location, state, reason, known, cpu
EDGE_ROW = struct.Struct("<qqIIIIIBBBB")  # t0, t1, source, target, resource, location, text, kind, reason, 0, 0

NO_CPU = 255


class FrameKind(IntEnum):
    """What a frame's body is."""

    META = 1  # JSON: once, first: format, run, program, argv, python, kernel, origin, limits
    DEFINE = 2  # JSON: {"workers": [...], "resources": [...], "locations": [[id, file, line, function]...], "texts": {id: text}}
    EVENTS = 3
    CHANGES = 4
    EDGES = 5
    OUTPUT = 6  # JSON: [[time, worker, stream, text]...]; stream 1 stdout, 2 stderr; worker 0: not known who
    FINDING = 7  # JSON: one finding; the same id again replaces it
    STATUS = 8  # JSON: {"phase", "now", "workers", "events", "dropped", ...}: how far the run is known
    SUMMARY = 9  # JSON: last


class Frame(NamedTuple):
    """One frame. `data` is the whole frame's bytes, header included, ready to be sent on."""

    kind: int
    sequence: int
    data: bytes

    @property
    def body(self) -> bytes:
        """The bytes behind the header."""
        return self.data[HEADER.size :]

    def json(self) -> Any:
        """Decode a JSON body."""
        return json.loads(self.body)


class Change(NamedTuple):
    """What a worker does from `time` on.

    resource: what it waits for. target: the worker it waits for (join). by: who holds that resource (blocked), who woke it (ready after
    a wait) or who has what it wants (ready for gil). cpu: the number of the CPU it runs on, NO_CPU if not known.
    """

    time: int
    worker: int
    state: State
    reason: Reason = Reason.NONE
    known: Known = Known.MEASURED
    cpu: int = NO_CPU
    resource: int = 0
    target: int = 0
    by: int = 0
    location: int = 0


class Edge(NamedTuple):
    """A cause: what `source` did at `t0` is why `target` did something at `t1`."""

    t0: int
    t1: int
    kind: EdgeKind
    source: int
    target: int
    resource: int = 0
    location: int = 0
    text: int = 0
    reason: Reason = Reason.NONE


def encode_frame(kind: FrameKind, body: bytes, *, sequence: int) -> Frame:
    """Put a header in front of a body."""
    if len(body) > MAX_BODY:
        raise WireError(f"a {kind.name} body of {len(body)} bytes is over the limit of {MAX_BODY}")
    return Frame(kind, sequence, HEADER.pack(MAGIC, VERSION, kind, len(body), sequence) + body)


def encode_json(value: Any) -> bytes:
    """Encode a JSON body: compact, UTF-8, no NaN; a lone surrogate becomes U+FFFD."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def encode_events(events: Iterable[Event]) -> bytes:
    """Encode rows of an EVENTS body."""
    pack = EVENT_ROW.pack
    return b"".join(
        [pack(t, value, w, r, to, loc, text, k, why, flags & 255, n) for t, k, w, r, to, loc, text, value, why, flags, n in events]
    )


def decode_events(body: bytes) -> list[Event]:
    """Decode an EVENTS body."""
    return [
        Event(t, Kind(k), w, r, to, loc, text, value, Reason(why), flags, n)
        for t, value, w, r, to, loc, text, k, why, flags, n in _rows(EVENT_ROW, body, "EVENTS")
    ]


def encode_changes(changes: Iterable[Change]) -> bytes:
    """Encode rows of a CHANGES body."""
    pack = CHANGE_ROW.pack
    return b"".join([pack(t, w, r, to, by, loc, s, why, known, cpu) for t, w, s, why, known, cpu, r, to, by, loc in changes])


def decode_changes(body: bytes) -> list[Change]:
    """Decode a CHANGES body."""
    return [
        Change(t, w, State(s), Reason(why), Known(known), cpu, r, to, by, loc)
        for t, w, r, to, by, loc, s, why, known, cpu in _rows(CHANGE_ROW, body, "CHANGES")
    ]


def encode_edges(edges: Iterable[Edge]) -> bytes:
    """Encode rows of an EDGES body."""
    pack = EDGE_ROW.pack
    return b"".join([pack(t0, t1, a, b, r, loc, text, k, why, 0, 0) for t0, t1, k, a, b, r, loc, text, why in edges])


def decode_edges(body: bytes) -> list[Edge]:
    """Decode an EDGES body."""
    return [
        Edge(t0, t1, EdgeKind(k), a, b, r, loc, text, Reason(why))
        for t0, t1, a, b, r, loc, text, k, why, _, _ in _rows(EDGE_ROW, body, "EDGES")
    ]


def _rows(row: struct.Struct, body: bytes, name: str) -> Iterator[tuple[Any, ...]]:
    if len(body) % row.size:
        raise WireError(f"a body of {name} has {len(body)} bytes, which is no whole number of {row.size}-byte rows")
    return row.iter_unpack(body)


class FrameReader:
    """Cuts a stream of bytes into frames; does no I/O. Feed it what arrived, take the frames that are complete."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def pending(self) -> int:
        """How many bytes of an incomplete frame are waiting for the rest."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes as they arrived and return the frames they complete."""
        buffer = self._buffer
        buffer += data
        frames: list[Frame] = []
        start = 0
        while len(buffer) - start >= HEADER.size:
            magic, version, kind, length, sequence = HEADER.unpack_from(buffer, start)
            if magic != MAGIC:
                raise WireError("this is not a Lockstep stream: a frame does not begin with 'LS'")
            if version != VERSION:
                raise WireError(f"this stream has frame format {version}; this Lockstep reads {VERSION}")
            if length > MAX_BODY:
                raise WireError(f"a frame claims a body of {length} bytes, over the limit of {MAX_BODY}")
            end = start + HEADER.size + length
            if len(buffer) < end:
                break
            frames.append(Frame(kind, sequence, bytes(buffer[start:end])))
            start = end
        del buffer[:start]
        return frames
