"""The REST API as a script uses it."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from engine.wire import FrameReader
from tests.app.fakes import ORIGIN, FakeLaunch, FakeProgram, Server, build_server, run_frames

BASE = "/api/v1"


@pytest.fixture
def run_id(server: Server, client: TestClient) -> str:
    """A run that has ended."""
    created = client.post(f"{BASE}/runs", json={"source": "print(1)", "program": "票.py"}, headers=server.bearer)
    found: str = created.json()["id"]
    while client.get(f"{BASE}/runs/{found}", headers=server.bearer).json()["live"]:
        pass
    return found


def test_a_run_is_started_from_source(server: Server, client: TestClient) -> None:
    body = {"source": "print(1)", "args": "-n 3", "stdin": "x", "limits": {"wall_ns": 10**9}}
    answer = client.post(f"{BASE}/runs", json=body, headers=server.browser)
    assert answer.status_code == 201
    run = answer.json()
    assert answer.headers["location"] == f"{BASE}/runs/{run['id']}"
    assert (run["status"], run["live"], run["program"], run["args"], run["stdin"]) == ("starting", True, "program.py", ["-n", "3"], "x")
    assert run["limits"]["wall_ns"] == 10**9
    assert run["limits"]["events"] == server.settings.default_limits.events
    assert "source" not in run


def test_a_run_is_started_from_an_example(server: Server, client: TestClient) -> None:
    answer = client.post(f"{BASE}/runs", json={"lesson": "deadlock"}, headers=server.browser)
    assert answer.json()["lesson"] == "deadlock"
    assert "threading" in server.launch.records[0].source


def test_runs_are_listed_newest_first_in_pages(server: Server, client: TestClient) -> None:
    ids = [client.post(f"{BASE}/runs", json={"lesson": "deadlock"}, headers=server.bearer).json().get("id") for _ in range(3)]
    first = client.get(f"{BASE}/runs?limit=2", headers=server.bearer).json()
    rest = client.get(f"{BASE}/runs?limit=2&before={first['next']}", headers=server.bearer).json()
    assert [run["id"] for run in first["items"] + rest["items"]] == ids[::-1]
    assert (first["total"], rest["next"]) == (3, None)


def test_the_frames_are_the_file(server: Server, client: TestClient, run_id: str) -> None:
    answer = client.get(f"{BASE}/runs/{run_id}/frames", headers=server.bearer)
    assert FrameReader().feed(answer.content) == run_frames()
    assert answer.headers["content-disposition"] == f'attachment; filename="{run_id}.lockstep"'
    rest = client.get(f"{BASE}/runs/{run_id}/frames?after=4", headers=server.bearer)
    assert FrameReader().feed(rest.content) == run_frames()[4:]
    assert client.get(f"{BASE}/runs/{run_id}/frames?after=999", headers=server.bearer).content == b""


def test_events_come_in_pages_and_as_lines(server: Server, client: TestClient, run_id: str) -> None:
    path = f"{BASE}/runs/{run_id}/events"
    everything = client.get(path, headers=server.bearer).json()
    assert [row["number"] for row in everything["items"]] == list(range(6))
    assert everything["items"][0]["text"] == "出票"
    assert everything["items"][0]["place"] == "ticket.py:3"
    assert (everything["next"], everything["live"]) == (None, False)
    seen: list[Any] = []
    after: int | None = 0
    while after is not None:
        page = client.get(f"{path}?limit=4&after={after}", headers=server.bearer).json()
        seen += page["items"]
        after = page["next"]
    assert seen == everything["items"]
    lines = client.get(f"{path}?after=2", headers={**server.bearer, "accept": "application/x-ndjson"})
    assert lines.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line) for line in lines.content.splitlines()] == everything["items"][2:]


def test_spans_can_be_narrowed(server: Server, client: TestClient, run_id: str) -> None:
    path = f"{BASE}/runs/{run_id}/spans"
    rows = client.get(path, headers=server.bearer).json()["items"]
    assert [row["state"] for row in rows] == ["running", "blocked"] * 3
    narrow = client.get(f"{path}?worker=1&from_ns=1600&to_ns=2100", headers=server.bearer).json()["items"]
    assert [(row["begin_ns"], row["end_ns"]) for row in narrow] == [(1500, 2000), (2000, 2500)]
    assert client.get(f"{path}?worker=2", headers=server.bearer).json()["items"] == []


def test_the_summary_comes_with_the_end(server: Server, client: TestClient, run_id: str) -> None:
    assert client.get(f"{BASE}/runs/{run_id}/summary", headers=server.bearer).json() == run_frames()[-1].json()


def test_a_live_run_has_no_summary_yet_but_can_be_stopped(tmp_path: Path) -> None:
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames(), is_free=False)))
    with TestClient(server.app, base_url=ORIGIN) as client:
        path = f"{BASE}/runs/{client.post(f'{BASE}/runs', json={'source': ''}, headers=server.bearer).json()['id']}"
        assert client.get(f"{path}/summary", headers=server.bearer).json()["code"] == "run-live"
        assert client.delete(path, headers=server.bearer).json()["code"] == "run-live"
        assert client.post(f"{path}/input", json={"text": "5\n", "end": True}, headers=server.bearer).status_code == 204
        assert server.launch.programs[0].inputs == ["5\n", None]
        assert client.post(f"{path}/stop", headers=server.bearer).status_code == 202
        while client.get(path, headers=server.bearer).json()["live"]:
            pass
        assert client.post(f"{path}/input", json={"text": "x"}, headers=server.bearer).json()["code"] == "run-ended"
        assert client.delete(path, headers=server.bearer).status_code == 204
        assert client.get(path, headers=server.bearer).json()["code"] == "not-found"


def test_a_run_cut_short_still_has_a_summary(tmp_path: Path) -> None:
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames()[:7])))
    with TestClient(server.app, base_url=ORIGIN) as client:
        path = f"{BASE}/runs/{client.post(f'{BASE}/runs', json={'source': ''}, headers=server.bearer).json()['id']}"
        while client.get(path, headers=server.bearer).json()["live"]:
            pass
        summary = client.get(f"{path}/summary", headers=server.bearer).json()
        assert (summary["status"], summary["events"]) == ("lost", 4)


def test_lessons_are_listed_and_shown(server: Server, client: TestClient) -> None:
    listed = client.get(f"{BASE}/lessons", headers=server.bearer).json()["items"]
    assert len(listed) >= 8
    shown = client.get(f"{BASE}/lessons/{listed[0]['id']}", headers=server.bearer).json()
    assert set(shown["texts"]) == {"en", "zh-CN"}
    assert shown["source"]
    assert client.get(f"{BASE}/lessons/none", headers=server.bearer).status_code == 404


def test_too_many_runs_are_asked_to_wait(tmp_path: Path) -> None:
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames(), is_free=False)), max_live_runs=1)
    with TestClient(server.app, base_url=ORIGIN) as client:
        client.post(f"{BASE}/runs", json={"source": ""}, headers=server.bearer)
        answer = client.post(f"{BASE}/runs", json={"source": ""}, headers=server.bearer)
        assert (answer.status_code, answer.headers["retry-after"], answer.json()["code"]) == (429, "2", "too-many-runs")


def test_every_operation_is_documented(server: Server, client: TestClient) -> None:
    document = client.get("/openapi.json", headers=server.browser).json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert len(operations) >= 13
    assert all(operation["description"] for operation in operations)


def test_a_wrong_method_is_a_problem(server: Server, client: TestClient) -> None:
    answer = client.put(f"{BASE}/runs", json={}, headers=server.bearer)
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
