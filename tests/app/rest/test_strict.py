"""How JSON is read."""

import asyncio
from typing import Any

import pytest

from app.problems import Problem
from app.rest.strict import StrictRequest


def read(body: bytes) -> Any:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return asyncio.run(StrictRequest({"type": "http", "method": "POST", "headers": []}, receive).json())


def test_json_is_read() -> None:
    assert read(b'{"a": [1, "\xe6\xb1\x89"]}') == {"a": [1, "汉"]}


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"a": 1', "line 1, column 8"),
        (b'{"a": 1, "a": 2}', "comes twice"),
        (b"NaN", "NaN is not JSON"),
        (b"[1e400]", "too large"),
        (b"\xff", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_a_problem_that_says_why(body: bytes, detail: str) -> None:
    with pytest.raises(Problem, match=detail) as caught:
        read(body)
    assert (caught.value.status, caught.value.code) == (400, "not-json")
