"""Bad input by the list of the attack suite (I1 to I14): a 4xx with a stable code, short, naming the field, storing and echoing nothing."""

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.app.fakes import ORIGIN, Server, build_server
from tests.app.test_schemas import check_refused

LONG = "Q" * 5000  # nothing of it may come back beyond 120 characters
DEEP = b'{"a":' * 30_000 + b"1" + b"}" * 30_000
RUN: dict[str, Any] = {"source": "print(1)"}
SERIES: dict[str, Any] = {"run": RUN, "times": 2}
SCHEDULE: dict[str, Any] = {"policy": "rr", "quantum": 4, "jobs": "P1 0 3"}
STARTS: dict[str, dict[str, Any]] = {"runs": RUN, "series": SERIES, "schedules": {**SCHEDULE, "real": True}}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, TestClient]]:
    """One server for the whole table: whatever is sent, it starts nothing."""
    server = build_server(tmp_path_factory.mktemp("bad") / "data")
    with TestClient(server.app, base_url=ORIGIN, raise_server_exceptions=False) as client:
        yield server, client
        assert server.launch.records == []
        assert client.get("/api/v1/series", headers=server.bearer).json()["items"] == []


def refused(shared: tuple[Server, TestClient], path: str, body: bytes, **headers: str) -> dict[str, Any]:
    """Send a body; return the problem that comes."""
    server, client = shared
    sent = {**server.bearer, "content-type": "application/json", **headers}
    answer = client.post(f"/api/v1/{path}", content=body, headers=sent)
    problem = check_refused(answer)
    assert re.search("Q{121}", answer.text) is None
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", problem["code"])
    return problem


BODIES: list[tuple[str, bytes, dict[str, str], int, str]] = [
    ("I2 not a number", b'{"times": NaN}', {}, 400, "not-json"),
    ("I2 infinity", b'{"times": -Infinity}', {}, 400, "not-json"),
    ("I2 too large", b'{"times": 1e400}', {}, 400, "not-json"),
    ("I2 5000 digits", b'{"times": ' + b"9" * 5000 + b"}", {}, 400, "not-json"),
    ("I3 too long", b'{"a": "' + b"Q" * 256 * 1024 + b'"}', {}, 413, "body-too-long"),
    ("I4 deep lists", b"[" * 100_000, {}, 400, "not-json"),
    ("I4 deep objects", DEEP, {}, 400, "not-json"),
    ("I6 a name twice", b'{"times": 1, "times": 2}', {}, 400, "not-json"),
    ("I6 a long name twice", json.dumps({LONG: 1})[:-1].encode() + b", " + json.dumps({LONG: 1})[1:].encode(), {}, 400, "not-json"),
    ("I11 nothing", b"", {}, 422, "invalid-request"),
    ("I11 another type", json.dumps(RUN).encode(), {"content-type": "text/plain"}, 415, "type-not-supported"),
    ("I11 a form", b"source=1", {"content-type": "application/x-www-form-urlencoded"}, 415, "type-not-supported"),
    ("I11 UTF-16", json.dumps(RUN).encode("utf-16"), {}, 400, "not-json"),
    ("I11 a byte order mark", b"\xef\xbb\xbf" + json.dumps(RUN).encode(), {}, 400, "not-json"),
    ("I11 Latin-1", b'{"source": "\xe9"}', {"content-type": "application/json; charset=latin-1"}, 400, "not-json"),
    ("I11 gzip", gzip.compress(json.dumps(RUN).encode()), {"content-encoding": "gzip"}, 415, "encoding-not-supported"),
    ("I11 gzip unsaid", gzip.compress(json.dumps(RUN).encode()), {}, 400, "not-json"),
    ("I11 trailing garbage", json.dumps(RUN).encode() + b"x", {}, 400, "not-json"),
    ("I11 two documents", json.dumps(RUN).encode() * 2, {}, 400, "not-json"),
    ("I11 JSON5", b"{source: 'print(1)', /* x */}", {}, 400, "not-json"),
    ("I11 YAML with anchors", b"a: &a [x, x]\nb: [*a, *a]\n", {}, 400, "not-json"),
]  # fmt: skip


@pytest.mark.parametrize("path", STARTS)
@pytest.mark.parametrize(("body", "headers", "status", "code"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_a_body_that_cannot_be_read(
    shared: tuple[Server, TestClient], path: str, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    problem = refused(shared, path, body, **headers)
    assert (problem["status"], problem["code"]) == (status, code)


FIELDS: list[tuple[str, str, Any, str]] = [
    # path, member, value, pointer
    ("runs", "source", None, "/"), ("runs", "source", True, "/source"), ("runs", "source", "a\x00", "/source"),
    ("runs", "lesson", LONG, "/lesson"), ("runs", "lesson", "Deadlock", "/lesson"), ("runs", "lesson", "none", "/lesson"),
    ("runs", "program", "e\u0301" * 99, "/program"), ("runs", "program", "\u202egpj.py", "/program"), ("runs", "program", LONG, "/program"),
    ("runs", "program", "a\u0000b", "/program"), ("runs", "program", "", "/program"), ("runs", "program", "o\u0300" * 20_000, "/program"),
    ("runs", "seed", -1, "/seed"), ("runs", "seed", 2**53 + 1, "/seed"), ("runs", "seed", True, "/seed"), ("runs", "seed", 1.0, "/seed"),
    ("runs", "seed", "1", "/seed"), ("runs", "seed", [], "/seed"), ("runs", LONG, 1, "/Q"), ("runs", "a/b~c", 1, "/a~1b~0c"),
    ("runs", "knobs", {}, "/knobs"), ("runs", "knobs", [], "/knobs"), ("runs", "knobs", {LONG: 1}, "/knobs"),
    ("runs", "args", [LONG], "/args"), ("runs", "limits", {LONG: 1}, "/limits"),
    ("runs", "limits", {"wall_ns": 10**9, "events": 0}, "/limits"),
    ("series", "times", 0, "/times"), ("series", "times", 10**9, "/times"), ("series", "times", -0.0, "/times"),
    ("series", "times", "3", "/times"),
    ("series", "times", True, "/times"), ("series", "at_once", 0, "/at_once"), ("series", "at_once", 10**9, "/at_once"),
    ("series", "seed", 2**53, "/seed"), ("series", "run", {"source": "", LONG: 1}, "/run/Q"), ("series", "run", [RUN], "/run"),
    ("series", "run", {"lesson": "ticket-race", "knobs": {"sellers": 10**9}}, "/run/knobs/sellers"),
    ("series", "run", {"lesson": "ticket-race", "knobs": {LONG: 1}}, "/run/knobs"),
    ("schedules", "policy", LONG, "/policy"), ("schedules", "quantum", LONG, "/quantum"), ("schedules", "jobs", LONG, "/jobs"),
    ("schedules", LONG, 1, "/Q"), ("schedules", "jobs", [{"name": LONG, "arrival": 0, "burst": 1}], "/jobs"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "member", "value", "pointer"), FIELDS, ids=range(len(FIELDS)))
def test_a_field_that_is_wrong(shared: tuple[Server, TestClient], path: str, member: str, value: Any, pointer: str) -> None:
    problem = refused(shared, path, json.dumps({**STARTS[path], member: value}).encode())
    assert problem["status"] == 422
    assert problem["errors"][0]["pointer"].startswith(pointer)
    assert all(len(error["pointer"]) <= 120 and len(error["detail"]) <= 120 for error in problem["errors"])


def test_i1_of_many_mistakes_ten_are_told_and_all_are_counted(shared: tuple[Server, TestClient]) -> None:
    problem = refused(shared, "runs", json.dumps({**RUN, **{f"{n}{LONG}": n for n in range(40)}}).encode())
    assert len(problem["errors"]) == 10
    assert problem["error_count"] > 10


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ", LONG, "a\x7f"])
def test_i13_a_key_that_is_none_is_refused(shared: tuple[Server, TestClient], key: str) -> None:
    server, client = shared
    headers = [(b"idempotency-key", key.encode()), *((name.encode(), value.encode()) for name, value in server.bearer.items())]
    for path, body in STARTS.items():
        problem = check_refused(client.post(f"/api/v1/{path}", json=body, headers=headers))
        assert problem["errors"][0]["pointer"] == "header/Idempotency-Key"


def test_i13_a_stale_tag_gets_the_answer_anew(server: Server, client: TestClient, run_id: str) -> None:
    for stale in ('"0123456789abcdef0123"', f'W/"{LONG}"', '"', "\xff", ",,,", "*" * 3):
        headers = [(b"if-none-match", stale.encode("latin-1")), *((name.encode(), value.encode()) for name, value in server.bearer.items())]
        assert client.get(f"/api/v1/runs/{run_id}", headers=headers).status_code == 200


@pytest.mark.parametrize("query", ["wait=-1", "wait=61", "wait=nan", "wait=inf", "wait=x", "wait=1e999", f"wait={LONG}", "follow=2&kind=x"])
def test_a_query_that_is_wrong(server: Server, client: TestClient, run_id: str, query: str) -> None:
    part = "/events" if "follow" in query else ""
    answer = client.get(f"/api/v1/runs/{run_id}{part}?{query}", headers=server.bearer)
    problem = check_refused(answer)
    assert {error["pointer"] for error in problem["errors"]} == {f"query/{one.partition('=')[0]}" for one in query.split("&")}
    assert "Q" * 121 not in answer.text
