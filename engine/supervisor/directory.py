"""The run's directory, where the program's threads keep their rings: in shared memory if there is room, and gone when the run is.

Its supervisor and its guardian hold a lock on it; a directory whose lock is free belongs to nobody any more and is swept, together
with any process that was started with it, by the next run.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from engine.errors import SupervisorError
from engine.spec import ROOM
from engine.supervisor.end import end_marked

VARIABLE = "_LOCKSTEP_RINGS"  # tells the probe where the rings are
PREFIX = "lockstep-run-"
LOCK = ".lock"
YOUNG_SECONDS = 60.0  # a directory without a lock may still be in the making


def bases() -> list[Path]:
    """Where run directories may stand, best first."""
    return [base for base in (Path("/dev/shm"), Path(tempfile.gettempdir())) if base.is_dir() and os.access(base, os.W_OK | os.X_OK)]


class RunDirectory:
    """A fresh directory that only this user may enter, locked for as long as this process or a fork of it lives."""

    def __init__(self, candidates: Iterable[Path] | None = None) -> None:
        self.path = _make(list(bases() if candidates is None else candidates))
        # It gets its name when it is held: a run that starts at this moment and sweeps would take a free one for a leftover.
        making = self.path / f"{LOCK}.new"
        self._lock = os.open(making, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        making.rename(self.path / LOCK)

    def remove(self) -> None:
        """Remove it with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)


def _make(candidates: list[Path]) -> Path:
    roomy = [base for base in candidates if shutil.disk_usage(base).free >= ROOM]
    for base in roomy or candidates:
        with contextlib.suppress(OSError):
            return Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    raise SupervisorError("There is no folder with room for the run's records: /dev/shm and the temporary folder are full or closed.")


def sweep(candidates: Iterable[Path] | None = None) -> list[Path]:
    """Remove the directories that earlier runs left behind, and end what still runs in them; return what was removed."""
    removed: list[Path] = []
    for base in bases() if candidates is None else candidates:
        for path in base.glob(PREFIX + "*"):
            with contextlib.suppress(OSError):
                if path.lstat().st_uid == os.getuid() and not path.is_symlink() and _is_stale(path):
                    end_marked(f"{VARIABLE}={path}")
                    shutil.rmtree(path, ignore_errors=True)
                    removed.append(path)
    return removed


def _is_stale(path: Path) -> bool:
    try:
        lock = os.open(path / LOCK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return time.time() - path.lstat().st_mtime > YOUNG_SECONDS
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
