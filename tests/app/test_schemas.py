"""Bad input, by hand and by machine: always a 4xx that names the field, short and quick, never a 500, nothing started."""

import json
import string
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.schemas import MAX_ARGUMENTS, MAX_SOURCE, StartRunRequest, strict_json
from tests.app.fakes import ORIGIN, Server, build_server

GOOD: dict[str, Any] = {"source": "print(1)"}
BAD_MEMBERS: list[tuple[dict[str, Any], str]] = [
    ({}, "/"),
    ({"source": None}, "/"),
    ({"source": 1}, "/source"),
    ({"source": ["a"]}, "/source"),
    ({"source": "a\x00b"}, "/source"),
    ({"source": "x" * (MAX_SOURCE + 1)}, "/source"),
    ({"source": "汉" * MAX_SOURCE}, "/"),
    ({**GOOD, "extra": 1}, "/extra"),
    ({**GOOD, "program": ""}, "/program"),
    ({**GOOD, "program": " "}, "/program"),
    ({**GOOD, "program": "../a.py"}, "/program"),
    ({**GOOD, "program": "a\\b"}, "/program"),
    ({**GOOD, "program": ".."}, "/program"),
    ({**GOOD, "program": "a\u202eyp.py"}, "/program"),
    ({**GOOD, "program": "a\nb"}, "/program"),
    ({**GOOD, "program": "x" * 101}, "/program"),
    ({**GOOD, "program": "汉" * 99}, "/program"),
    ({**GOOD, "args": ["a"] * (MAX_ARGUMENTS + 1)}, "/args"),
    ({**GOOD, "args": "a " * (MAX_ARGUMENTS + 1)}, "/args"),
    ({**GOOD, "args": [1]}, "/args"),
    ({**GOOD, "args": {"a": 1}}, "/args"),
    ({**GOOD, "args": "it's"}, "/args"),
    ({**GOOD, "args": ["a\x00"]}, "/args"),
    ({**GOOD, "stdin": "x" * 70_000}, "/stdin"),
    ({**GOOD, "lesson": "no-such-lesson"}, "/lesson"),
    ({**GOOD, "lesson": "../deadlock"}, "/lesson"),
    ({**GOOD, "limits": {"wall_ns": "1"}}, "/limits/wall_ns"),
    ({**GOOD, "limits": {"wall_ns": True}}, "/limits/wall_ns"),
    ({**GOOD, "limits": {"wall_ns": 1.5e9}}, "/limits/wall_ns"),
    ({**GOOD, "limits": {"wall_ns": -1}}, "/limits/wall_ns"),
    ({**GOOD, "limits": {"wall_ns": 10**30}}, "/limits/wall_ns"),
    ({**GOOD, "limits": {"events": 0}}, "/limits/events"),
    ({**GOOD, "limits": {"output_bytes": -1}}, "/limits/output_bytes"),
    ({**GOOD, "limits": {"memory": 1}}, "/limits/memory"),
    ({**GOOD, "limits": None}, "/limits"),
]
BAD_BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"a"',
    b"NaN",
    b'{"source": "a", "limits": {"wall_ns": NaN}}',
    b'{"source": "a", "limits": {"wall_ns": Infinity}}',
    b'{"source": "a", "limits": {"wall_ns": 1e400}}',
    b'{"source": "a", "limits": {"wall_ns": ' + b"9" * 5000 + b"}}",
    b'{"source": "a", "source": "b"}',
    b'{"source": "\\ud800"}',
    b'{"source": "a"} x',
    b"\xff\xfe",
    '{"source": "a"}'.encode("utf-16"),
    b"\xef\xbb\xbf" + b'{"source": "a"}',
    b"[" * 100_000,
    b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
    json.dumps({"source": "a", "args": [1] * 50_000}).encode(),
    json.dumps({f"x{n}": n for n in range(5000)}).encode(),
]


@pytest.fixture(scope="module")
def same_server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """One for all that is refused: nothing is left of that."""
    return build_server(tmp_path_factory.mktemp("server") / "data")


@pytest.fixture(scope="module")
def same_client(same_server: Server) -> Iterator[TestClient]:
    with TestClient(same_server.app, base_url=ORIGIN, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


def check_refused(answer: Any, sent: bytes = b"") -> dict[str, Any]:
    """Check what every refusal has in common; return it."""
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) <= 4096
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == answer.status_code
    assert len(problem.get("errors", ())) <= 10
    return problem


@pytest.mark.parametrize(("body", "pointer"), BAD_MEMBERS)
def test_a_bad_member_is_named(same_server: Server, same_client: TestClient, body: dict[str, Any], pointer: str) -> None:
    problem = check_refused(same_client.post("/api/v1/runs", json=body, headers=same_server.browser))
    assert any(error["pointer"].startswith(pointer) for error in problem["errors"]), problem
    assert same_server.launch.records == []


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_a_body_that_is_no_order_is_refused(same_server: Server, same_client: TestClient, body: bytes) -> None:
    headers = {**same_server.browser, "content-type": "application/json"}
    check_refused(same_client.post("/api/v1/runs", content=body, headers=headers))
    assert same_server.launch.records == []


@pytest.mark.parametrize(
    "path",
    [
        "/runs?limit=0", "/runs?limit=x", "/runs?limit=1e3", "/runs?before=-1", "/runs?before=" + "9" * 40,
        "/runs/{id}/events?after=-1", "/runs/{id}/events?limit=100000", "/runs/{id}/spans?worker=0", "/runs/{id}/spans?from_ns=nan",
        "/runs/{id}/frames?after=x", "/runs/{id}/export?format=exe",
    ],
)  # fmt: skip
def test_a_bad_query_is_named(server: Server, client: TestClient, path: str) -> None:
    run_id = client.post("/api/v1/runs", json=GOOD, headers=server.browser).json()["id"]
    problem = check_refused(client.get("/api/v1" + path.replace("{id}", run_id), headers=server.bearer))
    name = path.partition("?")[2].partition("=")[0]
    assert [error["pointer"] for error in problem["errors"]] == [f"query/{name}"]


@pytest.mark.parametrize("value", ["", "x", "-1", "0", "9" * 30, "1e9", "%00", "<script>", "汉"])
def test_no_query_makes_a_page_stumble(server: Server, client: TestClient, value: str) -> None:
    for path in ("/fragments/runs?before=", "/fragments/runs?limit=", "/lab?lesson=", "/lab/", "/present/", "/nowhere/", "/?token="):
        answer = client.get(path + value, headers={**server.browser, "accept": "text/html"})
        assert answer.status_code < 500, path
        assert "<script>alert" not in answer.text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
names = st.sampled_from(["source", "lesson", "program", "args", "stdin", "limits", "wall_ns", "x"]) | st.text(max_size=5)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(names, json_values) | json_values)
def test_no_json_makes_the_server_stumble(server: Server, client: TestClient, body: Any) -> None:
    headers = {**server.browser, "content-type": "application/json"}
    answer = client.post("/api/v1/runs", content=json.dumps(body), headers=headers)
    if answer.status_code not in {201, 429}:
        check_refused(answer)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_no_bytes_make_the_server_stumble(server: Server, client: TestClient, body: bytes) -> None:
    check_refused(client.post("/api/v1/runs", content=body, headers={**server.browser, "content-type": "application/json"}))


@given(
    source=st.text(max_size=50).filter(lambda text: "\x00" not in text),
    args=st.lists(st.text(string.printable, max_size=20), max_size=5),
    stdin=st.none() | st.text(string.printable),
)
def test_a_good_order_survives_the_way_through_json(source: str, args: list[str], stdin: str | None) -> None:
    order = StartRunRequest(source=source, args=args, stdin=stdin)
    again = StartRunRequest.model_validate(strict_json(order.model_dump_json().encode()))
    assert again == order
    assert again.arguments() == args


@pytest.mark.parametrize("name", ["ticket.py", "售票.py", "my program.py", "a" * 100, "été.py"])
def test_good_names_are_taken(name: str) -> None:
    assert StartRunRequest(source="", program=name).program == name


def test_arguments_are_split_as_a_shell_does() -> None:
    assert StartRunRequest(source="", args="-n 3 'two words' \"\"").arguments() == ["-n", "3", "two words", ""]
    assert StartRunRequest(source="").arguments() is None
    with pytest.raises(ValueError, match="quotation"):
        StartRunRequest(source="", args="'").arguments()


def test_a_source_of_many_bytes_is_too_long_even_with_few_characters() -> None:
    with pytest.raises(ValidationError, match="bytes"):
        StartRunRequest(source="汉" * (MAX_SOURCE // 2))
