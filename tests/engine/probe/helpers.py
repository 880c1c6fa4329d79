"""Run a program under the probe and read its rings, without the collector: a reader as small as can be."""

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from engine.probe.kinds import Definition, Kind
from engine.probe.ring import HEADER, HEADER_SIZE, MAGIC, RECORD, SLOT_SIZE

MINORS = range(11, 16)

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


def _find_python(minor: int) -> str:
    if sys.version_info[:2] == (3, minor):
        return sys.executable
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = sorted(str(path) for path in versions.glob(f"3.{minor}.*/bin/python3"))
    return found[-1] if found else shutil.which(f"python3.{minor}") or ""


def _pythons(*, all_by_default: bool) -> pytest.MarkDecorator:
    found = {minor: _find_python(minor) for minor in MINORS}
    there = [minor for minor, path in found.items() if path]
    between = [] if all_by_default or os.environ.get("LOCKSTEP_SLOW_TESTS") else there[1:-1]
    reasons = {minor: f"CPython 3.{minor} is not on this machine" for minor in found if minor not in there}
    reasons |= {
        minor: f"CPython 3.{minor} is between those tested: set LOCKSTEP_SLOW_TESTS=1 (nothing in the probe is for it alone)"
        for minor in between
    }
    return pytest.mark.parametrize(
        "python",
        [
            pytest.param(path, id=f"3.{minor}", marks=pytest.mark.skip(reason=reasons[minor]) if minor in reasons else [])
            for minor, path in found.items()
        ],
    )


# A test with an argument `python` runs on every CPython that the machine has; or on the oldest and the newest of them, for what is hooked
# in one way everywhere or in one way up to a version and in another from it on: those between are like one of the two.
every_python = _pythons(all_by_default=True)
each_python = _pythons(all_by_default=False)


def run_both(source: str, folder: Path, *arguments: str, python: str = sys.executable, **extra: Any) -> list[Record]:
    """Run a program without the probe and with it; it must print the same and end the same. Returns the records."""
    plain = run(source, folder, *arguments, python=python, probe=False, **extra)
    traced = run(source, folder, *arguments, python=python, **extra)
    assert traced.stdout.splitlines() == plain.stdout.splitlines()
    assert traced.stderr.splitlines() == plain.stderr.splitlines()
    assert traced.returncode == plain.returncode
    return read(folder)


def of(records: list[Record], *kinds: Kind) -> list[Record]:
    """Return the records of some kinds."""
    return [record for record in records if record.kind in kinds]


def environment(rings: Path, **extra: str) -> dict[str, str]:
    """Return an environment in which Python starts with the probe."""
    return {**os.environ, "_LOCKSTEP_RINGS": str(rings), "PYTHONPATH": str(SITE), **extra}


def run(
    source: str, folder: Path, *arguments: str, python: str = sys.executable, probe: bool = True, **extra: Any
) -> subprocess.CompletedProcess[str]:
    """Run a program from `folder/program.py`; its rings are in `folder/rings`."""
    rings = folder / "rings"
    rings.mkdir(exist_ok=True)
    program = folder / "program.py"
    program.write_text(source)
    env = environment(rings) if probe else {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [python, str(program), *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        **extra,  # type: ignore[call-overload, no-any-return]
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


def has_many(folder: Path, kind: Kind, least: int = 20) -> bool:
    """Whether there are more records of a kind in `folder/rings` than that; reads on only until there are."""
    found = 0
    for path in sorted((folder / "rings").glob("*.ring")):
        found += len(of(_read_segment(path), kind))
        if found > least:
            return True
    return False


def _read_segment(path: Path) -> list[Record]:
    data = path.read_bytes()
    if not data:
        return []  # of a process that was killed as it began
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
