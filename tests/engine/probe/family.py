"""Questions that the tests of processes ask of what was recorded."""

import sys
from collections.abc import Iterable
from pathlib import Path

from engine.probe.kinds import Birth, Definition, Flag, Kind, ResourceKind
from tests.engine.probe.helpers import Record, read, run

METHODS = ["fork", "spawn", "forkserver"]
HEAD = """
import multiprocessing as mp, os, sys, time, queue, signal, subprocess
def until_asleep(pid):
    while open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[0] != "S":
        pass
"""  # a program's first line after it is its line 6
MAIN = "if __name__ == '__main__':\n    ctx = mp.get_context(sys.argv[1])\n"


def tell(source: str, folder: Path, *arguments: str, code: int = 0, python: str = sys.executable) -> "Told":
    """Run a program under the probe; it must speak as it does without it, which is tried for all but the slow start methods."""
    result = run(HEAD + source, folder, *arguments, python=python)
    assert result.returncode == code, result.stderr
    if not {"spawn", "forkserver"} & set(arguments):
        plain = run(HEAD + source, folder, *arguments, python=python, probe=False)
        assert (result.stdout, result.stderr, result.returncode) == (plain.stdout, plain.stderr, plain.returncode)
    return Told(read(folder))


def body(*lines: str) -> str:
    """Return the main part of a program, which has the context of its first argument as `ctx`."""
    return MAIN + "".join(f"    {line}\n" for line in lines)


class Told:
    """The records of a run, by time."""

    def __init__(self, records: list[Record]) -> None:
        self.records = _inherit(records)
        self.births = {record.pid: record for record in records if record.kind == Kind.PROCESS_BEGIN}
        self.program = next(pid for pid, record in self.births.items() if record.flags == Birth.PROGRAM)
        self.keys: dict[str, int] = {}
        self.same: dict[int, int] = {}
        self.defined: dict[int, list[str]] = {}
        self._unify()

    def _unify(self) -> None:
        """Make one of the numbers that processes have for the same key, as the collector does; who made the resource comes first."""
        made = [record for record in self.records if record.kind == Kind.DEFINE and record.flags == Definition.RESOURCE]
        for record in sorted(made, key=lambda record: (record.text.split("\x1f")[4] == "0", record.time)):
            fields = record.text.split("\x1f")
            keys = fields[2].split("\x1e")
            number = next((self.keys[key] for key in keys if key in self.keys), record.subject)
            self.keys.update(dict.fromkeys(keys, number))
            self.same[record.subject] = number
            self.defined.setdefault(number, fields)

    def resource(self, kind: ResourceKind, place: int = 0) -> int:
        """Return the number of the resource of a kind, the first unless told otherwise."""
        return sorted(number for number, fields in self.defined.items() if int(fields[0]) == kind)[place]

    def of(self, resource: int, *kinds: Kind, pid: int = 0) -> list[Record]:
        """Return the records about a resource."""
        wanted = {number for number, known in self.same.items() if known == resource}
        return [
            record
            for record in self.records
            if record.subject in wanted and record.kind != Kind.DEFINE and (record.kind in kinds or not kinds) and pid in (0, record.pid)
        ]

    def some(self, *kinds: Kind, pid: int = 0) -> list[Record]:
        """Return the records of some kinds."""
        return [record for record in self.records if record.kind in kinds and pid in (0, record.pid)]

    def children(self) -> list[int]:
        """Return the pids that were started, in order."""
        return [record.subject for record in self.some(Kind.START) if record.flags & Flag.PROCESS]

    def process(self, pid: int) -> list[str]:
        """Return what its starter said of a process."""
        said = [record for record in self.some(Kind.DEFINE) if record.flags == Definition.PROCESS and record.subject == pid]
        return next(record.text.split("\x1f") for record in said if record.pid != pid)


def names(records: Iterable[Record]) -> list[str]:
    """Return the names of the records' kinds."""
    return [record.kind.name for record in records]


def _inherit(records: list[Record]) -> list[Record]:
    """Resolve the places and texts that a forked child has from its parents."""
    parents = {record.pid: record.subject for record in records if record.kind == Kind.PROCESS_BEGIN}
    tables = {(record.pid, record.flags, record.subject): record.text for record in records if record.kind == Kind.DEFINE}

    def find(definition: Definition, pid: int, number: int) -> str:
        while pid and (pid, definition, number) not in tables:
            pid = parents.get(pid, 0)
        return tables.get((pid, definition, number), "")

    resolved = []
    for record in records:
        if record.location and not record.line:
            file, line, _ = find(Definition.LOCATION, record.pid, record.location).split("\x1f")
            record = record._replace(file=file, line=int(line))
        resolved.append(record)
    return resolved
