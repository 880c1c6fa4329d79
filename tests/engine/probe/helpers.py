"""Run a program under the probe and read its rings, without the collector: a reader as small as can be."""

import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from engine.probe.kinds import Definition, Kind
from engine.probe.ring import HEADER, HEADER_SIZE, MAGIC, RECORD, SLOT_SIZE

ROOT = Path(__file__).parents[3]
SITE = ROOT / "engine" / "probe" / "site"
WITH_PAYLOAD = {Kind.DEFINE, Kind.OUTPUT, Kind.EXCEPTION, Kind.NAME}


class Record(NamedTuple):
    """One record, its ids resolved as far as one process' tables go."""

    time: int
    pid: int
    tid: int
    serial: int
    kind: Kind
    subject: int
    value: int
    flags: int
    reason: int
    location: int
    text: str
    line: int = 0
    file: str = ""


def environment(rings: Path, **extra: str) -> dict[str, str]:
    """Return an environment in which Python starts with the probe."""
    return {**os.environ, "_LOCKSTEP_RINGS": str(rings), "PYTHONPATH": str(SITE), **extra}


def run(source: str, folder: Path, *arguments: str, python: str = sys.executable, probe: bool = True, **extra: object) -> subprocess.CompletedProcess[str]:
    """Run a program from `folder/program.py`; its rings are in `folder/rings`."""
    rings = folder / "rings"
    rings.mkdir(exist_ok=True)
    program = folder / "program.py"
    program.write_text(source)
    env = environment(rings) if probe else dict(os.environ)
    return subprocess.run(
        [python, str(program), *arguments], env=env, capture_output=True, text=True, timeout=60, **extra  # type: ignore[call-overload, no-any-return]
    )


def read(folder: Path) -> list[Record]:
    """Return all records of `folder/rings`, by time; locations and texts resolved."""
    raw = [record for path in sorted((folder / "rings").glob("*.ring")) for record in _read_segment(path)]
    raw.sort(key=lambda record: record.time)
    tables: dict[tuple[int, int, int], str] = {}
    for record in raw:
        if record.kind == Kind.DEFINE:
            tables[record.pid, record.flags, record.subject] = record.text
    return [_resolve(record, tables) for record in raw]


def _read_segment(path: Path) -> list[Record]:
    data = path.read_bytes()
    magic, _, _, pid, tid, _, serial, *_ = HEADER.unpack_from(data)
    assert magic == MAGIC, path
    records, position = [], HEADER_SIZE
    while position < len(data):
        time, subject, value, location, flags, kind = RECORD.unpack_from(data, position)
        position += SLOT_SIZE
        if kind in (Kind.NONE, Kind.END_SEGMENT):
            break
        text = ""
        if kind in WITH_PAYLOAD:
            text = data[position : position + value].decode()
            position += (value + SLOT_SIZE - 1) // SLOT_SIZE * SLOT_SIZE
        records.append(Record(time, pid, tid, serial, Kind(kind), subject, value, flags & 0xFF, flags >> 8, location, text))
    return records


def _resolve(record: Record, tables: dict[tuple[int, int, int], str]) -> Record:
    place = tables.get((record.pid, Definition.LOCATION, record.location), "\x1f0\x1f").split("\x1f")
    record = record._replace(file=place[0], line=int(place[1]))
    if record.kind in (Kind.PUT, Kind.GET, Kind.SEND, Kind.RECV, Kind.READ, Kind.WRITE):
        text = tables.get((record.pid, Definition.TEXT, record.value >> 32 & 0xFFFFFFFF), "")
        number = struct.unpack("<i", struct.pack("<I", record.value & 0xFFFFFFFF))[0]
        record = record._replace(value=number, text=text)
    return record
