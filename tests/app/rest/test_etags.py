"""ETags: on what changes no more, and on nothing else."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.rest.etags import is_match
from tests.app.fakes import ORIGIN, FakeLaunch, FakeProgram, Server, build_server, run_frames
from tests.app.rest.conftest import BASE

PARTS = ["", "/summary", "/findings", "/spans", "/events", "/frames", "/export?format=chrome"]


@pytest.mark.parametrize("part", PARTS)
def test_what_is_known_already_is_not_sent_again(server: Server, client: TestClient, run_id: str, part: str) -> None:
    path = f"{BASE}/runs/{run_id}{part}"
    answer = client.get(path, headers=server.bearer)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-cache")
    tag = answer.headers["etag"]
    for header in (tag, f'W/{tag}, "other"', "*"):
        again = client.get(path, headers={**server.bearer, "if-none-match": header})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={**server.bearer, "if-none-match": '"other"'}).content == answer.content


def test_each_answer_has_a_tag_of_its_own(server: Server, client: TestClient, run_id: str) -> None:
    paths = [*PARTS, "/events?limit=1", "/events?limit=2"]
    tags = [client.get(f"{BASE}/runs/{run_id}{part}", headers=server.bearer).headers["etag"] for part in paths]
    lines = client.get(f"{BASE}/runs/{run_id}/events", headers={**server.bearer, "accept": "application/x-ndjson"}).headers
    assert len({*tags, lines["etag"]}) == len(paths) + 1
    assert lines["vary"] == "Accept"


@pytest.mark.parametrize("part", ["/events?limit=x", "/nothing", "/schedule"])
def test_a_problem_has_no_tag(server: Server, client: TestClient, run_id: str, part: str) -> None:
    answer = client.get(f"{BASE}/runs/{run_id}{part}", headers=server.bearer)
    assert answer.status_code >= 400
    assert ("etag" in answer.headers, answer.headers["cache-control"]) == (False, "no-store")


def test_a_live_run_has_none(tmp_path: Path) -> None:
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames(), is_free=False)))
    with TestClient(server.app, base_url=ORIGIN) as client:
        run = client.post(f"{BASE}/runs", json={"source": ""}, headers=server.bearer).json()
        for part in ("", "/findings", "/spans", "/events", "/frames"):
            answer = client.get(f"{run['links']['self']}{part}", headers={**server.bearer, "if-none-match": "*"})
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
            assert "etag" not in answer.headers


@pytest.mark.parametrize(
    ("header", "found"), [('"a"', True), ('W/"a"', True), ('"b" , "a"', True), ("*", True), ('"b"', False), ("", False), ("a", False)]
)
def test_tags_are_compared_weakly(header: str, found: bool) -> None:
    assert is_match(header, '"a"') is found
