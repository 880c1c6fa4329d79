"""The SQLite file: made, checked, migrated, never overwritten."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app import database
from app.database import MIGRATIONS, StoreError, open_database


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_new_file_has_todays_shape(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_database(path).close()
    assert version_of(path) == len(MIGRATIONS)
    open_database(path).close()
    assert version_of(path) == len(MIGRATIONS)


def test_an_old_file_is_copied_and_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    open_database(path).close()
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, "ALTER TABLE runs ADD COLUMN grade INTEGER"))
    with closing(open_database(path)) as connection:
        assert "grade" in {row["name"] for row in connection.execute("PRAGMA table_info(runs)")}
    assert version_of(path) == len(MIGRATIONS) + 1
    assert version_of(tmp_path / f"a.db.format-{len(MIGRATIONS)}") == len(MIGRATIONS)


def test_a_migration_that_fails_leaves_the_old_shape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    open_database(path).close()
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE more (a); nonsense"))
    with pytest.raises(StoreError, match="cannot be opened"):
        open_database(path)
    assert version_of(path) == len(MIGRATIONS)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone() == (0,)


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_database(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(StoreError, match="newer Lockstep"):
        open_database(path)


def test_a_damaged_file_is_moved_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"this is no database, but somebody's file" * 200)
    open_database(path).close()
    assert version_of(path) == len(MIGRATIONS)
    (aside,) = tmp_path.glob("a.db.damaged-*")
    assert aside.read_bytes().startswith(b"this is no database")


def test_a_directory_in_its_place_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "a.db").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        open_database(tmp_path / "a.db")
