"""A run's data over the API."""

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine.wire import FrameKind, FrameReader, encode_json
from tests.app.fakes import ORIGIN, FakeLaunch, FakeProgram, Server, build_server, number, run_frames
from tests.app.rest.conftest import BASE


def test_the_frames_are_the_file(server: Server, client: TestClient, run_id: str) -> None:
    answer = client.get(f"{BASE}/runs/{run_id}/frames", headers=server.bearer)
    assert FrameReader().feed(answer.content) == run_frames()
    assert answer.headers["content-disposition"] == f'attachment; filename="{run_id}.lockstep"'
    rest = client.get(f"{BASE}/runs/{run_id}/frames?after=4", headers=server.bearer)
    assert FrameReader().feed(rest.content) == run_frames()[4:]
    assert client.get(f"{BASE}/runs/{run_id}/frames?after=999", headers=server.bearer).content == b""


def test_the_summary_comes_with_the_end(server: Server, client: TestClient, run_id: str) -> None:
    assert client.get(f"{BASE}/runs/{run_id}/summary", headers=server.bearer).json() == run_frames()[-1].json()


def test_a_run_cut_short_still_has_a_summary(tmp_path: Path) -> None:
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames()[:7])))
    with TestClient(server.app, base_url=ORIGIN) as client:
        path = f"{BASE}/runs/{client.post(f'{BASE}/runs', json={'source': ''}, headers=server.bearer).json()['id']}"
        while client.get(path, headers=server.bearer).json()["live"]:
            pass
        summary = client.get(f"{path}/summary", headers=server.bearer).json()
        assert (summary["status"], summary["events"]) == ("lost", 4)


@pytest.mark.parametrize("form", ["json", "chrome"])
def test_a_run_is_exported(server: Server, client: TestClient, run_id: str, form: str) -> None:
    answer = client.get(f"{BASE}/runs/{run_id}/export?format={form}", headers=server.bearer)
    assert answer.status_code == 200
    assert isinstance(json.loads(answer.content), dict)


def test_findings_are_told_while_the_run_is_live_and_by_kind(tmp_path: Path) -> None:
    finding = {"id": 1, "kind": "deadlock", "level": "error", "message": "m", "workers": [1], "resources": [], "at": 5, "open": True}
    frames = [*run_frames()[:3], *number([(FrameKind.FINDING, encode_json(finding))], first=4)]
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(frames, is_free=False)))
    with TestClient(server.app, base_url=ORIGIN) as client:
        path = client.post(f"{BASE}/runs", json={"source": ""}, headers=server.bearer).json()["links"]["findings"]
        assert client.get(path, headers=server.bearer).json() == {"items": [], "live": True}

        async def release() -> None:
            server.launch.programs[0].release(4)

        assert client.portal is not None
        client.portal.call(release)
        while not (items := client.get(path, headers=server.bearer).json()["items"]):
            pass
        assert (items[0]["kind"], items[0]["worker_names"], items[0]["at_ns"]) == ("deadlock", ["MainThread"], 5)
        for query, count in (("kind=deadlock", 1), ("kind=orphan", 0), ("level=error", 1), ("level=info", 0)):
            assert len(client.get(f"{path}?{query}", headers=server.bearer).json()["items"]) == count
