"""Limits: to be asked for, and on every answer."""

from pathlib import Path

from starlette.testclient import TestClient

from tests.app.fakes import ORIGIN, FakeLaunch, FakeProgram, Server, build_server, run_frames
from tests.app.rest.conftest import BASE


def test_the_limits_are_those_of_the_server(server: Server, client: TestClient) -> None:
    limits = client.get(f"{BASE}/limits", headers=server.bearer).json()
    assert limits["runs"] == {"live": 0, "most": server.settings.max_live_runs}
    assert limits["run_limits"]["most"]["wall_ns"] == server.settings.max_limits.wall_ns
    assert (limits["body_bytes"], limits["series_times"], limits["wait_seconds"]) == (server.settings.max_body, 200, 60)


def test_every_answer_tells_how_many_run_and_how_many_may(tmp_path: Path) -> None:
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames(), is_free=False)), max_live_runs=1)
    with TestClient(server.app, base_url=ORIGIN) as client:
        answers = [client.post(f"{BASE}/runs", json={"source": ""}, headers=server.bearer) for _ in range(2)]
        answers.append(client.get(f"{BASE}/nowhere", headers=server.bearer))
        assert [answer.status_code for answer in answers] == [201, 429, 404]
        assert {(answer.headers["lockstep-runs-live"], answer.headers["lockstep-runs-limit"]) for answer in answers} == {("1", "1")}
        assert "lockstep-runs-live" not in client.get("/", headers=server.browser).headers
