"""Programs with greenlets and generators, told in short: what was recorded of whom, at which line."""

import functools
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from engine.probe.kinds import Definition, Kind, Reason
from tests.engine.probe.helpers import Record, run_both

PYTHONS = [sys.executable, *filter(None, os.environ.get("GEVENT_PYTHONS", "").split(":"))]


@functools.cache
def has_gevent(python: str) -> bool:
    return subprocess.run([python, "-c", "import gevent"], capture_output=True, check=False).returncode == 0


@functools.cache
def can_count(python: str) -> bool:
    """Whether hand-overs that are not told one by one can be counted: by `sys.monitoring`, which CPython 3.11 has not."""
    return subprocess.run([python, "-c", "import sys; sys.monitoring"], capture_output=True, check=False).returncode == 0


with_gevent = pytest.mark.parametrize(
    "python",
    [
        pytest.param(python, marks=[] if has_gevent(python) else pytest.mark.skip(reason="gevent is not installed for this Python"))
        for python in PYTHONS
    ],
)


class Told(NamedTuple):
    """What was recorded, names instead of numbers: (kind, name of the strand or resource, line)."""

    records: list[Record]
    names: dict[int, str]
    kinds: dict[int, str]  # of strands

    def rows(self, *kinds: Kind) -> list[tuple[str, str, int]]:
        """Give the records of some kinds."""
        return [
            (record.kind.name.lower(), self.names.get(record.subject, ""), record.line) for record in self.records if record.kind in kinds
        ]

    def waits(self, *, hub: bool = False) -> list[tuple[str, str, int]]:
        """Give each wait as (reason, what for, line); the hub's own only if asked for."""
        return [
            (Reason(record.reason).name.lower(), self.names.get(record.subject, ""), record.line)
            for record in self.records
            if record.kind == Kind.WAIT and (hub or record.location)
        ]

    def steps(self) -> list[str]:
        """Give whom a thread ran, one after the other; "<" stands for going back to whom a generator was resumed by."""
        return [("<" if record.flags else self.names.get(record.subject, "")) for record in self.records if record.kind == Kind.STEP]

    def endings(self) -> dict[str, int]:
        """Give how each strand ended."""
        return {self.names[record.subject]: record.flags for record in self.records if record.kind == Kind.STRAND_END}


def tell(source: str, folder: Path, python: str = sys.executable) -> Told:
    """Run a program without the probe and with it; it must do the same."""
    records = run_both(source, folder, python=python)
    names: dict[int, str] = {}
    kinds: dict[int, str] = {}
    counts: dict[str, int] = {}
    for record in records:
        if record.kind != Kind.DEFINE:
            continue
        fields = record.text.split("\x1f")
        if record.flags == Definition.STRAND:
            kinds[record.subject], names[record.subject] = fields[:2]
        elif record.flags == Definition.RESOURCE and fields[5:6] == ["strand"]:
            counts[fields[0]] = counts.get(fields[0], 0) + 1
            names[record.subject] = f"{fields[0]}.{counts[fields[0]]}"
    return Told(records, names, kinds)
