"""What is kept: one row for each run in SQLite and its frames in a file beside it. One thread does all the writing."""

import asyncio
import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

from app.database import StoreError, open_database
from app.framefile import FrameFile
from app.settings import RunLimits
from engine.wire import FrameKind, encode_frame, encode_json

LIVE = frozenset({"starting", "running"})
UNFINISHED = ".part"  # behind the name of a file that is being imported
LOST_NOTE = "the Lockstep server ended while this program ran"
LOST_SERIES_NOTE = "the Lockstep server ended before this series had"

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One run as it is kept. args: JSON list. Times in ns, created_at in ISO 8601 (UTC). position: the order of creation."""

    id: str
    program: str
    lesson: str | None
    source: str
    args: tuple[str, ...]
    stdin: str | None
    limits: RunLimits
    created_at: str
    data: bool = False
    seed: int | None = None  # LOCKSTEP_SEED in the program's environment
    series: str | None = None  # the series it is one of
    script: str | None = None  # of a run with expectations: the scenario as JSON (scripts.py)
    imported: bool = False  # its frames came from elsewhere
    status: str = "starting"
    exit_code: int | None = None
    signal: str | None = None
    note: str | None = None
    duration_ns: int | None = None
    kernel: str | None = None
    workers: int = 0
    events: int = 0
    dropped: int = 0
    frames: int = 0
    position: int = 0

    @property
    def is_live(self) -> bool:
        """Whether the run has not ended yet."""
        return self.status in LIVE


class Store:
    """The data directory: `lockstep.db`, `runs/<id>.lockstep`, `work/<id>/` (where the program runs)."""

    def __init__(self, directory: Path, connection: sqlite3.Connection, lock: int) -> None:
        self._directory = directory
        self._connection = connection
        self._lock = lock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    @classmethod
    def open(cls, directory: Path) -> "Store":
        """Take the data directory, alone; mark the runs that a dead server left behind as lost."""
        try:
            for part in (directory, directory / "runs", directory / "work"):
                part.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = os.open(directory / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(f"the data directory {directory} cannot be used: {error.strerror}; choose another one") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            store = cls(directory, open_database(directory / "lockstep.db"), lock)
        except BlockingIOError:
            os.close(lock)
            where = _address_of(directory)
            raise StoreError(
                f"another Lockstep{where} uses the data directory {directory}; use that one, stop it, or choose another directory"
            ) from None
        except BaseException:
            os.close(lock)
            raise
        store._mark_lost()
        for unfinished in store._directory.glob(f"runs/*{UNFINISHED}"):
            unfinished.unlink(missing_ok=True)
        return store

    def close(self) -> None:
        """Finish what is being written and let the directory go."""
        self._thread.shutdown(wait=True)
        self._connection.close()
        os.close(self._lock)

    def frame_path(self, run_id: str) -> Path:
        """Return where a run's frames are."""
        return self._directory / "runs" / f"{run_id}.lockstep"

    def import_path(self, run_id: str) -> Path:
        """Return where the frames of a run that is being imported are, until all of them are there."""
        return self._directory / "runs" / f"{run_id}.lockstep{UNFINISHED}"

    def work_dir(self, run_id: str) -> Path:
        """Return the directory in which a run's program runs."""
        return self._directory / "work" / run_id

    async def add(self, record: RunRecord) -> RunRecord:
        """Keep a new run; returns it with its position."""
        return await self._do(lambda: _insert(self._connection, record))

    async def adopt(self, record: RunRecord) -> RunRecord:
        """Keep a run that has been imported: its frames get their place, then its row is written."""

        def keep() -> RunRecord:
            os.replace(self.import_path(record.id), self.frame_path(record.id))
            try:
                return _insert(self._connection, record)
            except BaseException:
                self.frame_path(record.id).unlink(missing_ok=True)
                raise

        return await self._do(keep)

    async def update(self, record: RunRecord) -> None:
        """Keep what has changed about a run."""
        await self._do(lambda: _update(self._connection, record))

    async def get(self, run_id: str) -> RunRecord | None:
        """Return one run, or None."""
        rows = await self._do(lambda: self._connection.execute("SELECT * FROM runs WHERE id = ?", (run_id,)).fetchall())
        return _record(rows[0]) if rows else None

    async def page(self, *, before: int | None, limit: int) -> list[RunRecord]:
        """Return runs, newest first, that are older than a position."""
        query = "SELECT * FROM runs WHERE position < ? ORDER BY position DESC LIMIT ?"
        newest = before if before is not None else 2**63 - 1
        rows = await self._do(lambda: self._connection.execute(query, (newest, limit)).fetchall())
        return [_record(row) for row in rows]

    async def count(self) -> int:
        """Return how many runs are kept."""
        rows = await self._do(lambda: self._connection.execute("SELECT count(*) FROM runs").fetchall())
        return int(rows[0][0])

    async def delete(self, run_id: str) -> None:
        """Forget a run, its frames and what its program wrote into its directory."""

        def forget() -> None:
            self.frame_path(run_id).unlink(missing_ok=True)  # first: on a full disk the row's end needs the room
            shutil.rmtree(self.work_dir(run_id), ignore_errors=True)
            self._connection.execute("DELETE FROM runs WHERE id = ?", (run_id,))

        await self._do(forget)

    async def prune(self, *, runs: int, size: int) -> list[str]:
        """Forget the oldest of the runs that have ended, until at most so many and so many bytes are left; return who went.

        The newest stays, whatever its size.
        """
        query = "SELECT id FROM runs WHERE status NOT IN ('starting', 'running') ORDER BY position DESC"

        def too_many() -> list[str]:
            ended = [row["id"] for row in self._connection.execute(query).fetchall()]
            sums = accumulate(self._size(run_id) for run_id in ended)
            kept = sum(1 for number, total in enumerate(sums) if number == 0 or (number < runs and total <= size))
            return ended[kept:]

        gone = await self._do(too_many)
        for run_id in gone:
            await self.delete(run_id)
        return gone

    def _size(self, run_id: str) -> int:
        """Count the bytes that a run has on disk; what vanishes meanwhile counts nothing."""
        return _bytes_of(self.frame_path(run_id)) + sum(
            _bytes_of(Path(folder, name)) for folder, _, names in os.walk(self.work_dir(run_id)) for name in names
        )

    async def execute(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do something with the database on its own thread, for those who keep something else in it; StoreError if it cannot be done."""
        return await self._do(lambda: work(self._connection))

    async def _do(self, work: Callable[[], Result]) -> Result:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except (sqlite3.DatabaseError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise StoreError(f"The data directory {self._directory} cannot be used now: {reason}.") from error

    def _mark_lost(self) -> None:
        """End the runs and series of a server that died: truthfully, in the tables and as a run's last frame."""
        self._connection.execute("UPDATE series SET status = 'lost', note = ? WHERE status = 'running'", (LOST_SERIES_NOTE,))
        for row in self._connection.execute("SELECT * FROM runs WHERE status IN ('starting', 'running')").fetchall():
            record = _record(row)
            frames = _end_lost(self.frame_path(record.id))
            self._connection.execute("UPDATE runs SET status = 'lost', note = ?, frames = ? WHERE id = ?", (LOST_NOTE, frames, record.id))


def _address_of(directory: Path) -> str:
    """Tell where the server is that uses a data directory, as its own file says; "" if it does not."""
    try:
        return f" ({json.loads((directory / 'server.json').read_text())['url']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _bytes_of(path: Path) -> int:
    try:
        return path.lstat().st_blocks * 512
    except OSError:
        return 0


def _end_lost(path: Path) -> int:
    """Put a last STATUS frame behind what is there; return its number."""
    try:
        file = FrameFile.open(path, writable=True)
    except FileNotFoundError:
        return 0
    with file:
        now = 0
        for frame in file.frames():
            if frame.kind == FrameKind.STATUS:
                now = frame.json().get("now", now)
        status = {"phase": "ended", "now": now, "workers": 0, "status": "lost", "exit_code": None, "signal": None, "note": LOST_NOTE}
        file.append([encode_frame(FrameKind.STATUS, encode_json(status), sequence=file.last + 1)])
        return file.last


_COLUMNS = [
    *("id", "program", "lesson", "source", "args", "stdin", "wall_ns", "events_limit", "output_bytes", "created_at"),
    *("data", "seed", "series", "script", "imported"),
    *("status", "exit_code", "signal", "note", "duration_ns", "kernel", "workers", "events", "dropped", "frames"),
]


def _values(record: RunRecord) -> dict[str, Any]:
    values = asdict(record)
    limits = values.pop("limits")
    values["args"] = json.dumps(record.args)
    return {**values, "wall_ns": limits["wall_ns"], "events_limit": limits["events"], "output_bytes": limits["output_bytes"]}


def _insert(connection: sqlite3.Connection, record: RunRecord) -> RunRecord:
    marks = ", ".join(f":{name}" for name in _COLUMNS)
    cursor = connection.execute(f"INSERT INTO runs ({', '.join(_COLUMNS)}) VALUES ({marks}) RETURNING *", _values(record))
    return _record(cursor.fetchall()[0])


def _update(connection: sqlite3.Connection, record: RunRecord) -> None:
    settings = ", ".join(f"{name} = :{name}" for name in _COLUMNS if name != "id")
    connection.execute(f"UPDATE runs SET {settings} WHERE id = :id", _values(record))


def _record(row: sqlite3.Row) -> RunRecord:
    values = dict(row)
    limits = RunLimits(wall_ns=values.pop("wall_ns"), events=values.pop("events_limit"), output_bytes=values.pop("output_bytes"))
    switches = {name: bool(values[name]) for name in ("data", "imported")}
    return RunRecord(**{**values, "args": tuple(json.loads(values["args"])), "limits": limits, **switches})
