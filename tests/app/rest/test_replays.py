"""The answer to a request that was sent again."""

import asyncio

import pytest
from fastapi import Response

from app.problems import Problem, not_found
from app.rest.replays import mark_replay, or_gone


def test_a_replay_says_that_it_is_one() -> None:
    response = Response(status_code=201)
    mark_replay(response)
    assert (response.status_code, response.headers["idempotency-replayed"]) == (200, "true")


def test_what_is_gone_is_told_from_what_never_was() -> None:
    async def raising(problem: Problem) -> None:
        raise problem

    with pytest.raises(Problem) as gone:
        asyncio.run(or_gone(raising(not_found("run"))))
    assert (gone.value.status, gone.value.code) == (410, "made-and-gone")
    with pytest.raises(Problem) as other:
        asyncio.run(or_gone(raising(Problem(503, "unavailable", "no"))))
    assert other.value.status == 503
