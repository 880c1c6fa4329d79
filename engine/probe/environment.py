"""Keep the probe's variables in the C environment, where children inherit them, and out of `os.environ`, where the program would see them.

Where the rings go, the folder of our `sitecustomize` in front of PYTHONPATH, the pid of the Python process that started this one,
and whether shared data is to be watched. A child that is given an environment of its own gets them by `with_probe`.
"""

from __future__ import annotations

import os
import posix
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

RINGS = "_LOCKSTEP_RINGS"
PARENT = "_LOCKSTEP_PARENT"
DATA = "_LOCKSTEP_DATA"  # "1": watch shared data
PATH = "PYTHONPATH"


class _State:
    rings = ""
    site = ""
    data = ""


def take() -> tuple[str, str]:
    """Take our variables out of `os.environ`. Returns the rings' folder and the parent's pid ("" for the program)."""
    _State.rings = _pop(RINGS)
    _State.data = _pop(DATA)
    parent = _pop(PARENT)
    _State.site = __file__.rpartition("/")[0] + "/site"
    original = _without_site(os.environ.get(PATH, ""))
    key = os.environ.encodekey(PATH)
    if original:
        os.environ._data[key] = os.environ.encodevalue(original)  # type: ignore[attr-defined]
    else:
        os.environ._data.pop(key, None)  # type: ignore[attr-defined]
    sys.path_importer_cache.pop(_State.site, None)
    announce()
    _guard_path()
    return _State.rings, parent


def announce() -> None:
    """Tell future children whose they are."""
    posix.putenv(PARENT, str(posix.getpid()))


def watches_data() -> bool:
    """Say whether reads and writes of shared data are to be recorded."""
    return _State.data == "1"


def with_probe(environment: Mapping[str, str]) -> dict[str, str]:
    """Return a copy of a child's environment in which the probe is."""
    result = dict(environment)
    result[RINGS] = _State.rings
    result[PARENT] = str(posix.getpid())
    if _State.data:
        result[DATA] = _State.data
    result[PATH] = _with_site(result.get(PATH, ""))
    return result


def _pop(name: str) -> str:
    raw = os.environ._data.pop(os.environ.encodekey(name), b"")  # type: ignore[attr-defined]
    return os.fsdecode(raw)


def _with_site(path: str) -> str:
    return f"{_State.site}{os.pathsep}{path}" if path else _State.site


def _without_site(path: str) -> str:
    return os.pathsep.join(entry for entry in path.split(os.pathsep) if entry != _State.site)


def _guard_path() -> None:
    """Keep our folder in the C environment's PYTHONPATH when the program sets or deletes the variable."""
    raw_putenv, raw_unsetenv = os.putenv, os.unsetenv
    key = os.fsencode(PATH)

    def putenv(name: Any, value: Any, /) -> None:
        if os.fsencode(name) == key:
            value = _with_site(os.fsdecode(value))
        raw_putenv(name, value)

    def unsetenv(name: Any, /) -> None:
        raw_unsetenv(name)
        if os.fsencode(name) == key:
            raw_putenv(key, os.fsencode(_State.site))

    os.putenv, os.unsetenv = putenv, unsetenv
    raw_clear = getattr(os, "_clearenv", None)  # since Python 3.15: the C environment is emptied, and ours with it
    if raw_clear is not None:

        def clear() -> None:
            raw_clear()
            for name, value in with_probe({}).items():
                raw_putenv(name, value)

        os._clearenv = clear  # type: ignore[attr-defined]
