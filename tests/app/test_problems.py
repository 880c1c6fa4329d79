"""problem+json: short, stable, and without what was sent."""

import json

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from app.problems import FieldError, Problem, clip, field_problem, from_http, from_validation, not_found, wants_html


def test_a_problem_is_never_longer_than_4_kib() -> None:
    errors = [FieldError(pointer="/" + "汉" * 1000, detail="字" * 1000) for _ in range(100)]
    body = Problem(422, "invalid-request", "长" * 5000, errors=errors).body()
    facts = json.loads(body)
    assert len(facts["errors"]) == 10
    assert facts["error_count"] == 100
    assert len(json.dumps(facts, ensure_ascii=False)) <= 4096


def test_validation_errors_become_pointers() -> None:
    details = [
        {"loc": ("body", "limits", "wall~ns/x"), "msg": "Value error, too long"},
        {"loc": ("query", "limit"), "msg": "Input should be greater"},
        {"loc": (), "msg": "odd"},
    ]
    problem = from_validation(details)
    assert [error.pointer for error in problem.errors] == ["/limits/wall~0ns~1x", "query/limit", "/"]
    assert problem.errors[0].detail == "too long"
    assert problem.detail == "/limits/wall~0ns~1x: too long"
    assert from_validation([]).status == 422


def test_a_pointer_names_members_and_not_the_alternatives_of_a_type() -> None:
    body = {"args": [1, 2], "run": {"knobs": None}, "list[str]": 3}
    details = [
        {"loc": ("body", "args", "list[str]", 1), "msg": "a"},
        {"loc": ("body", "args", "str"), "msg": "b"},
        {"loc": ("body", "args", "bytes"), "msg": "told already"},
        {"loc": ("body", "run", "knobs", "dict"), "msg": "c"},
        {"loc": ("body", "run", "source"), "type": "missing", "msg": "d"},
        {"loc": ("body", "list[str]", "int"), "msg": "e"},
        {"loc": ("query", "kind", "none"), "msg": "f"},
    ]
    errors = from_validation(details, body=body).errors
    assert [(error.pointer, error.detail) for error in errors] == [
        ("/args/1", "a"), ("/args", "b"), ("/run/knobs", "c"), ("/run/source", "d"), ("/list[str]", "e"), ("query/kind", "f")
    ]  # fmt: skip


def test_a_body_that_could_not_be_read_keeps_its_own_problem() -> None:
    error = HTTPException(400)
    error.__cause__ = Problem(400, "not-json", "why")
    assert from_http(error).code == "not-json"


@pytest.mark.parametrize(("status", "code"), [(404, "not-found"), (405, "method-not-allowed"), (400, "bad-request")])
def test_starlettes_errors_get_codes(status: int, code: str) -> None:
    problem = from_http(HTTPException(status))
    assert (problem.status, problem.code) == (status, code)


def test_helpers() -> None:
    assert not_found("run").detail == "There is no such run."
    assert field_problem("/a", "b").errors == (FieldError(pointer="/a", detail="b"),)
    assert clip("abc", 3) == "abc"
    assert clip("abcd", 3) == "ab…"


@pytest.mark.parametrize(
    ("path", "accept", "html"),
    [("/x", b"text/html,*/*", True), ("/x", b"*/*", False), ("/api/v1/x", b"text/html", False), ("/ws/runs/x", b"text/html", False)],
)
def test_people_get_pages_and_scripts_get_json(path: str, accept: bytes, html: bool) -> None:
    scope = {"type": "http", "path": path, "headers": [(b"accept", accept)], "query_string": b"", "server": ("a", 1), "scheme": "http"}
    assert wants_html(Request(scope)) is html


def test_messages_are_left_out_where_the_answer_would_get_too_long() -> None:
    errors = [FieldError(pointer="/x", detail="y" * 100, message_id="detail.other", parameters={"said": "测" * 80}) for _ in range(10)]
    rows = json.loads(Problem(422, "invalid-scenario", "No.", errors=errors).body())["errors"]
    assert len(Problem(422, "invalid-scenario", "No.", errors=errors).body()) <= 4096
    assert rows[0]["message_id"] == "detail.other"
    assert "message_id" not in rows[-1]
    assert len(rows) == 10
