"""The answer to a request that was sent again with its idempotency key."""

from collections.abc import Awaitable
from typing import TypeVar

from fastapi import Response

from app.problems import Problem

REPLAYED = "Idempotency-Replayed"

Kept = TypeVar("Kept")


def mark_replay(response: Response) -> None:
    """Say that nothing was started: 200 instead of 201, and the header."""
    response.status_code = 200
    response.headers[REPLAYED] = "true"


async def or_gone(kept: Awaitable[Kept]) -> Kept:
    """Return what the first request made; Problem 410 if it has been deleted since."""
    try:
        return await kept
    except Problem as problem:
        if problem.status != 404:
            raise
        raise Problem(410, "made-and-gone", "What the first request with this key made is not kept any more; take a new key.") from None
