"""Runs over the API: started once, waited for, listed, fed, stopped, deleted."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.app.fakes import ORIGIN, FakeLaunch, FakeProgram, Server, build_server, run_frames
from tests.app.rest.conftest import BASE


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


def test_too_many_runs_are_asked_to_wait(tmp_path: Path) -> None:
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames(), is_free=False)), max_live_runs=1)
    with TestClient(server.app, base_url=ORIGIN) as client:
        client.post(f"{BASE}/runs", json={"source": ""}, headers=server.bearer)
        answer = client.post(f"{BASE}/runs", json={"source": ""}, headers=server.bearer)
        assert (answer.status_code, answer.headers["retry-after"], answer.json()["code"]) == (429, "2", "too-many-runs")


def test_a_wrong_method_is_a_problem(server: Server, client: TestClient) -> None:
    answer = client.put(f"{BASE}/runs", json={}, headers=server.bearer)
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("runs", "GET, POST"), ("runs/0123456789", "DELETE, GET"), ("runs/import", "POST"), ("scenarios/validate", "POST"), ("limits", "GET")],
)
def test_a_wrong_method_is_told_all_right_ones(server: Server, client: TestClient, path: str, allowed: str) -> None:
    answer = client.options(f"{BASE}/{path}", headers=server.bearer)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_every_link_of_a_run_leads_somewhere(server: Server, client: TestClient, run_id: str) -> None:
    run = client.get(f"{BASE}/runs/{run_id}", headers=server.bearer).json()
    links = run["links"]
    assert links["self"] == f"{BASE}/runs/{run_id}"
    assert (links["scenario"], links["verdict"]) == (None, None)  # nothing was expected of it
    for name, address in links.items():
        if address is None:
            continue
        if name == "websocket":
            with client.websocket_connect(address, headers=server.bearer):
                pass
        else:
            method = "POST" if name == "stop" else "GET"
            assert client.request(method, address, headers=server.browser).status_code in {200, 202}, name


def test_the_knobs_of_an_example_become_arguments(server: Server, client: TestClient) -> None:
    body = {"lesson": "ticket-race", "knobs": {"sellers": 5}, "seed": 12}
    run = client.post(f"{BASE}/runs", json=body, headers=server.bearer).json()
    assert (run["args"], run["seed"], server.launch.records[0].seed) == (["10", "5", "0.01"], 12, 12)


def held_server(tmp_path: Path) -> Server:
    return build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames(), is_free=False)))


def release(client: TestClient, server: Server) -> None:
    async def let_go() -> None:
        server.launch.programs[0].release(100)

    assert client.portal is not None
    client.portal.call(let_go)


def test_waiting_ends_with_the_run_or_with_the_time(tmp_path: Path) -> None:
    server = held_server(tmp_path)
    with TestClient(server.app, base_url=ORIGIN) as client:
        path = f"{BASE}/runs/{client.post(f'{BASE}/runs', json={'source': ''}, headers=server.bearer).json()['id']}"
        assert client.get(f"{path}?wait=0.01", headers=server.bearer).json()["live"]
        assert client.portal is not None
        waiting = client.portal.start_task_soon(_get_ended, server.app, path, server.bearer)
        release(client, server)
        assert waiting.result(60) == ("finished", False)


async def _get_ended(app: Any, path: str, headers: dict[str, str]) -> tuple[str, bool]:
    """Ask from the application's own loop, so that nothing else has to wait."""
    import httpx2

    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=ORIGIN) as client:
        run = (await client.get(f"{path}?wait=60", headers=headers)).json()
        return run["status"], run["live"]


def test_a_start_may_wait_for_the_end(server: Server, client: TestClient) -> None:
    answer = client.post(f"{BASE}/runs", json={"source": ""}, headers={**server.bearer, "prefer": "respond-async, wait=50"})
    assert (answer.json()["status"], answer.headers["preference-applied"]) == ("finished", "wait=50")
    summary = client.get(answer.json()["links"]["summary"], headers=server.bearer)
    assert summary.json() == run_frames()[-1].json()
    assert "preference-applied" not in client.post(f"{BASE}/runs", json={"source": ""}, headers=server.bearer).headers


def test_a_start_that_is_sent_again_starts_nothing(tmp_path: Path) -> None:
    server = build_server(tmp_path)
    headers = {**server.bearer, "idempotency-key": "my-key"}
    with TestClient(server.app, base_url=ORIGIN) as client:
        first = client.post(f"{BASE}/runs", json={"source": "a", "seed": 1}, headers=headers)
        again = client.post(f"{BASE}/runs", json={"seed": 1, "source": "a"}, headers=headers)
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json()["id"] == first.json()["id"]
        assert ("idempotency-replayed" in first.headers, again.headers["idempotency-replayed"]) == (False, "true")
        assert again.headers["location"] == first.headers["location"]
        other = client.post(f"{BASE}/runs", json={"source": "b"}, headers=headers)
        assert (other.status_code, other.json()["code"], other.json()["errors"][0]["pointer"]) == (
            422, "key-reused", "header/Idempotency-Key"
        )  # fmt: skip
        assert len(server.launch.records) == 1
    with TestClient(build_server(tmp_path, bearer_token=server.settings.bearer_token).app, base_url=ORIGIN) as client:
        after = client.post(f"{BASE}/runs", json={"source": "a", "seed": 1}, headers=headers)
        assert (after.status_code, after.json()["id"]) == (200, first.json()["id"])
        assert client.delete(first.json()["links"]["self"], headers=headers).status_code == 204
        gone = client.post(f"{BASE}/runs", json={"source": "a", "seed": 1}, headers=headers)
        assert (gone.status_code, gone.json()["code"]) == (410, "made-and-gone")
