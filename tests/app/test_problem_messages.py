"""Every code a refusal can have is said in the reader's language: the pages look up `problem.<code>`."""

import ast
import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException

from app.problems import from_http

ROOT = Path(__file__).resolve().parents[2]
MAKERS = {"Problem": 1, "_forbid": 0, "field_problem": 2}  # at which place each takes its code
PASSED_ON = {("problems.py", "Problem"), ("security.py", "Problem")}  # where a maker is given its code by its caller
BY_STARLETTE = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)


def codes() -> Iterator[str]:
    """Read the codes from the sources; one that is put together at run time could not be checked, so it fails here."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in MAKERS:
                continue
            name = call.func.id
            given = [keyword.value for keyword in call.keywords if keyword.arg == "code"] or call.args[MAKERS[name] :][:1]
            if not given:
                assert name == "field_problem", f"{path.name}:{call.lineno}"
                yield "invalid-field"
            elif isinstance(given[0], ast.Constant):
                yield str(given[0].value)
            else:
                assert (path.name, name) in PASSED_ON, f"{path.name}:{call.lineno} has no literal code"


def test_the_codes_are_found() -> None:
    assert {"not-found", "too-many-runs", "other-site", "arguments-not-split", "invalid-schedule"} <= set(codes())


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_code_has_a_sentence(language: str) -> None:
    catalogue = json.loads((ROOT / "static" / "messages" / f"{language}.json").read_text("utf-8"))
    known = set(codes()) | {"invalid-field"} | {from_http(HTTPException(status)).code for status in BY_STARLETTE}
    assert known - {key.removeprefix("problem.") for key in catalogue} == set()
