"""The SQLite file: opened, checked, and brought to today's shape by forward migrations. Synchronous; `store.py` gives it a thread."""

import logging
import os
import shutil
import sqlite3
import time
from pathlib import Path

from engine.errors import LockstepError

MIGRATIONS = (
    """
    CREATE TABLE runs (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        program TEXT NOT NULL,
        lesson TEXT,
        source TEXT NOT NULL,
        args TEXT NOT NULL,
        stdin TEXT,
        wall_ns INTEGER NOT NULL,
        events_limit INTEGER NOT NULL,
        output_bytes INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        status TEXT NOT NULL,
        exit_code INTEGER,
        signal TEXT,
        note TEXT,
        duration_ns INTEGER,
        kernel TEXT,
        workers INTEGER NOT NULL DEFAULT 0,
        events INTEGER NOT NULL DEFAULT 0,
        dropped INTEGER NOT NULL DEFAULT 0,
        frames INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX runs_by_status ON runs (status) WHERE status IN ('starting', 'running');
    """,
    "ALTER TABLE runs ADD COLUMN data INTEGER NOT NULL DEFAULT 0",
    """
    ALTER TABLE runs ADD COLUMN seed INTEGER;
    ALTER TABLE runs ADD COLUMN series TEXT;
    CREATE TABLE series (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        program TEXT NOT NULL,
        lesson TEXT,
        times INTEGER NOT NULL,
        at_once INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        status TEXT NOT NULL,
        note TEXT
    ) STRICT;
    CREATE TABLE series_outcomes (
        series TEXT NOT NULL,
        number INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        PRIMARY KEY (series, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE request_keys (
        path TEXT NOT NULL,
        key TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        made TEXT NOT NULL,
        created REAL NOT NULL,
        PRIMARY KEY (path, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX request_keys_by_age ON request_keys (created);
    """,
    "ALTER TABLE runs ADD COLUMN script TEXT",
    "ALTER TABLE runs ADD COLUMN imported INTEGER NOT NULL DEFAULT 0",
)

logger = logging.getLogger(__name__)


class StoreError(LockstepError):
    """The data directory cannot be used."""


def open_database(path: Path) -> sqlite3.Connection:
    """Open the file, make it if needed, and migrate it. A damaged one is moved aside, never overwritten."""
    try:
        return _open_checked(path)
    except sqlite3.DatabaseError as error:
        if not path.exists() or isinstance(error, sqlite3.OperationalError):
            raise StoreError(f"the database {path} cannot be opened: {error}") from error
        aside = path.with_name(f"{path.name}.damaged-{int(time.time())}")
        for suffix in ("", "-wal", "-shm"):
            if (part := path.with_name(path.name + suffix)).exists():
                os.replace(part, aside.with_name(aside.name + suffix))
        logger.warning("the database was damaged (%s); it was moved to %s and a new one begun", error, aside)
        return _open_checked(path)


def _open_checked(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        if (verdict := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(verdict)
        _migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    connection.row_factory = sqlite3.Row
    return connection


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        raise StoreError(f"{path} was written by a newer Lockstep (format {version}, this one knows {len(MIGRATIONS)}); update Lockstep")
    if 0 < version < len(MIGRATIONS):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy2(path, path.with_name(f"{path.name}.format-{version}"))
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;")
