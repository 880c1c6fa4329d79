"""What is kept of a series: one row, and one for the outcome of each of its runs."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.outcomes import Outcome
from app.store import Store

RUNNING = "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRecord:
    """One program, `times` times, `at_once` of them at the same time; run N has the seed `seed` + N.

    status: running, finished, stopped, lost (the server ended) or failed (no run could be started). created_at: ISO 8601, UTC.
    """

    id: str
    program: str
    lesson: str | None
    times: int
    at_once: int
    seed: int
    created_at: str
    status: str = RUNNING
    note: str | None = None
    position: int = 0

    @property
    def is_live(self) -> bool:
        """Whether runs of it go on or are still to come."""
        return self.status == RUNNING


class SeriesStore:
    """The series of the data directory, in the store's own database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, record: SeriesRecord) -> SeriesRecord:
        """Keep a new series; returns it with its position."""
        return await self._store.execute(lambda connection: _insert(connection, record))

    async def end(self, record: SeriesRecord) -> None:
        """Keep how a series ended."""
        values = (record.status, record.note, record.id)
        await self._store.execute(lambda connection: connection.execute("UPDATE series SET status = ?, note = ? WHERE id = ?", values))

    async def add_outcome(self, series_id: str, outcome: Outcome) -> None:
        """Keep what one run came to."""
        values = (series_id, outcome.number, json.dumps(asdict(outcome)))
        await self._store.execute(lambda connection: connection.execute("INSERT INTO series_outcomes VALUES (?, ?, ?)", values))

    async def get(self, series_id: str) -> SeriesRecord | None:
        """Return one series, or None."""
        rows = await self._rows("SELECT * FROM series WHERE id = ?", (series_id,))
        return _record(rows[0]) if rows else None

    async def outcomes(self, series_id: str) -> list[Outcome]:
        """Return what its runs came to, in their order."""
        rows = await self._rows("SELECT outcome FROM series_outcomes WHERE series = ? ORDER BY number", (series_id,))
        return [Outcome.from_facts(json.loads(row["outcome"])) for row in rows]

    async def page(self, *, before: int | None, limit: int) -> list[SeriesRecord]:
        """Return series, newest first, that are older than a position."""
        newest = before if before is not None else 2**63 - 1
        rows = await self._rows("SELECT * FROM series WHERE position < ? ORDER BY position DESC LIMIT ?", (newest, limit))
        return [_record(row) for row in rows]

    async def run_ids(self, series_id: str) -> list[str]:
        """Return the runs of a series that are still kept."""
        return [row["id"] for row in await self._rows("SELECT id FROM runs WHERE series = ?", (series_id,))]

    async def delete(self, series_id: str) -> None:
        """Forget a series and its outcomes; its runs are the registry's."""
        await self._store.execute(lambda connection: _delete(connection, [series_id]))

    async def prune(self, *, most: int) -> None:
        """Forget the oldest of the series that have ended, until at most so many are left. Their runs stay."""
        query = "SELECT id FROM series WHERE status != 'running' ORDER BY position DESC LIMIT -1 OFFSET ?"
        surplus = [row["id"] for row in await self._rows(query, (most,))]
        await self._store.execute(lambda connection: _delete(connection, surplus))

    async def _rows(self, query: str, values: Sequence[Any]) -> list[sqlite3.Row]:
        return await self._store.execute(lambda connection: connection.execute(query, values).fetchall())


def _insert(connection: sqlite3.Connection, record: SeriesRecord) -> SeriesRecord:
    values = asdict(record)
    del values["position"]
    marks = ", ".join(f":{name}" for name in values)
    cursor = connection.execute(f"INSERT INTO series ({', '.join(values)}) VALUES ({marks}) RETURNING *", values)
    return _record(cursor.fetchall()[0])


def _delete(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    for series_id in ids:
        connection.execute("DELETE FROM series_outcomes WHERE series = ?", (series_id,))
        connection.execute("DELETE FROM series WHERE id = ?", (series_id,))


def _record(row: sqlite3.Row) -> SeriesRecord:
    return SeriesRecord(**dict(row))
