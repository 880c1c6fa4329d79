"""Idempotency keys: a request that is sent again with its key does not do again what it did. Kept in the database for a day.

As draft-ietf-httpapi-idempotency-key-header has it: the same key with another body is 422, one whose first request is not answered yet 409.
"""

import hashlib
import json
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from app.database import StoreError
from app.problems import FieldError, Problem
from app.store import Store

logger = logging.getLogger(__name__)

KEPT_SECONDS = 24 * 3600.0
MOST_KEYS = 10_000  # the oldest go first
POINTER = "header/Idempotency-Key"


@dataclass(slots=True)
class Use:
    """One use of a key. known: the id of what an earlier request with it made; made: that of what this one made, told by its handler."""

    known: str | None = None
    made: str | None = None


class RequestKeys:
    """The keys of all requests, each for its own path."""

    def __init__(self, store: Store, *, clock: Callable[[], float] = time.time, most: int = MOST_KEYS) -> None:
        self._store = store
        self._clock = clock
        self._most = most
        self._busy: set[tuple[str, str]] = set()

    @asynccontextmanager
    async def use(self, key: str | None, *, path: str, body: Any) -> AsyncIterator[Use]:
        """Use a key for as long as a request takes; what it made is remembered if it came to its end. Without a key nothing is."""
        if key is None:
            yield Use()
            return
        if (path, key) in self._busy:
            raise _in_progress()
        self._busy.add((path, key))
        try:
            use = Use(known=await self._known(path, key, fingerprint(body)))
            yield use
            if use.made is not None:
                await self._remember((path, key, fingerprint(body), use.made, self._clock()))
        finally:
            self._busy.discard((path, key))

    async def _remember(self, row: tuple[str, str, str, str, float]) -> None:
        try:
            await self._store.execute(lambda connection: _keep(connection, row, most=self._most))
        except StoreError as error:  # what was made is there all the same, and to say so is better than to invite another
            logger.warning("the key of a request could not be kept: %s", error)

    async def _known(self, path: str, key: str, print_of_body: str) -> str | None:
        oldest = self._clock() - KEPT_SECONDS
        row = await self._store.execute(lambda connection: _find(connection, path, key, oldest=oldest))
        if row is None:
            return None
        if row["fingerprint"] != print_of_body:
            raise _reused()
        return str(row["made"])


def fingerprint(body: Any) -> str:
    """Tell bodies apart by what they say, not by how they are written."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _find(connection: sqlite3.Connection, path: str, key: str, *, oldest: float) -> Any:
    connection.execute("DELETE FROM request_keys WHERE created < ?", (oldest,))
    return connection.execute("SELECT fingerprint, made FROM request_keys WHERE path = ? AND key = ?", (path, key)).fetchone()


def _keep(connection: sqlite3.Connection, row: tuple[str, str, str, str, float], *, most: int) -> None:
    connection.execute("INSERT OR REPLACE INTO request_keys (path, key, fingerprint, made, created) VALUES (?, ?, ?, ?, ?)", row)
    surplus = "SELECT path, key FROM request_keys ORDER BY created DESC LIMIT -1 OFFSET ?"
    connection.execute(f"DELETE FROM request_keys WHERE (path, key) IN ({surplus})", (most,))


def _in_progress() -> Problem:
    detail = "The first request with this key is not answered yet; ask again in a moment."
    return Problem(409, "request-in-progress", detail, errors=[FieldError(pointer=POINTER, detail=detail)], headers={"Retry-After": "1"})


def _reused() -> Problem:
    detail = "This key belongs to a request with another body; take a new key for a new request."
    return Problem(422, "key-reused", detail, errors=[FieldError(pointer=POINTER, detail=detail)])
