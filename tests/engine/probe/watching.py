"""Runs a program whose data is watched, for the tests of what is recorded of it."""

import subprocess
import sys
from pathlib import Path

from engine.probe.kinds import Definition, Kind, ResourceKind
from tests.engine.probe.helpers import Record, environment, read


def watch(source: str, folder: Path, *arguments: str, code: int = 0) -> list[Record]:
    """Run a program without us and watched; it must say the same. Returns its records."""
    (folder / "rings").mkdir(exist_ok=True)
    (folder / "program.py").write_text(source)
    said = []
    for more in ({"_LOCKSTEP_RINGS": "", "PYTHONPATH": ""}, {"_LOCKSTEP_DATA": "1"}):
        env = {**environment(folder / "rings"), **more}
        result = subprocess.run([sys.executable, "program.py", *arguments], env=env, cwd=folder, capture_output=True, text=True, timeout=60)
        said.append((result.stdout, result.stderr, result.returncode))
    assert said[0] == said[1]
    assert said[0][2] == code
    return read(folder)


def names(records: list[Record]) -> dict[int, str]:
    """Give the names of the variables and files, by number."""
    kinds = {str(int(ResourceKind.VARIABLE))}
    fields = {r.subject: r.text.split("\x1f") for r in records if r.kind == Kind.DEFINE and r.flags == Definition.RESOURCE}
    return {subject: parts[1] for subject, parts in fields.items() if parts[0] in kinds}


def accesses(records: list[Record], name: str) -> list[str]:
    """List the reads and writes of a variable, as `read 5` or `write 6`."""
    known = names(records)
    return [
        f"{r.kind.name.lower()} {r.text}".strip() for r in records if r.kind in (Kind.READ, Kind.WRITE) and known.get(r.subject) == name
    ]
