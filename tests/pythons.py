"""The CPythons of this machine that the probe is for: 3.11 and later."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import which

import pytest

OLDEST, NEWEST = 11, 14


@cache
def pythons() -> dict[str, str]:
    """Return the interpreters by version ("3.11"); the one that runs the tests stands for its version."""
    found = {f"3.{sys.version_info.minor}": sys.executable}
    for path in _candidates():
        version = _version(path)
        if version is not None:
            found.setdefault(version, path)
    return found


def every_python() -> pytest.MarkDecorator:
    """Run a test with each version as `python`; one that is not here is skipped by name."""
    names = [f"3.{minor}" for minor in range(OLDEST, NEWEST + 1)]
    return pytest.mark.parametrize("python", [_case(name) for name in names])


def _case(name: str) -> object:
    path = pythons().get(name)
    missing = pytest.mark.skipif(path is None, reason=f"there is no CPython {name} on this machine")
    return pytest.param(path, id=name, marks=missing)


def _candidates() -> Iterator[str]:
    home = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for minor in range(OLDEST, NEWEST + 1):
        yield from (str(path) for path in sorted(home.glob(f"versions/3.{minor}.*/bin/python"), reverse=True))
        if path := which(f"python3.{minor}"):
            yield path


def _version(path: str) -> str | None:
    code = "import sys; print(sys.implementation.name, '%d.%d' % sys.version_info[:2])"
    try:
        said = subprocess.run([path, "-c", code], capture_output=True, text=True, timeout=20).stdout.split()
    except (OSError, subprocess.SubprocessError):
        return None
    if len(said) != 2 or said[0] != "cpython" or not OLDEST <= int(said[1].partition(".")[2]) <= NEWEST:
        return None
    return said[1]
