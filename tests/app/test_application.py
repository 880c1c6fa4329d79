"""The whole application with real programs: what a user does, from a click on Run to the last frame."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from starlette.testclient import TestClient

from app.launch import launch
from app.series import SERVER_NOTE
from engine.wire import FrameKind, FrameReader
from tests.app.fakes import ORIGIN, FakeLaunch, FakeProgram, Server, build_server, run_frames
from tests.app.test_sockets import read_all


@pytest.fixture
def real(tmp_path: Path) -> Server:
    """A server that starts real programs."""
    return build_server(tmp_path / "data", launch=launch)  # type: ignore[arg-type] # the real one in the fake's place


@pytest.fixture
def real_client(real: Server) -> Iterator[TestClient]:
    with TestClient(real.app, base_url=ORIGIN) as client:
        yield client


def play(client: TestClient, server: Server, body: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Run a program to its end; return the run and what it printed."""
    run = client.post("/api/v1/runs", json=body, headers=server.browser).json()
    with client.websocket_connect(f"/ws/runs/{run['id']}", headers=server.browser) as socket:
        frames, code = read_all(socket)
    assert code == 1000
    assert frames[-1].kind == FrameKind.SUMMARY
    output = "".join(row[3] for frame in frames if frame.kind == FrameKind.OUTPUT for row in frame.json())
    return client.get(f"/api/v1/runs/{run['id']}", headers=server.bearer).json(), output


def test_an_example_runs_and_is_kept(real: Server, real_client: TestClient) -> None:
    run, output = play(real_client, real, {"lesson": "start-and-join"})
    assert (run["status"], run["exit_code"], run["live"]) == ("finished", 0, False)
    assert run["workers"] >= 2
    assert run["events"] > 0
    assert output
    summary = real_client.get(f"/api/v1/runs/{run['id']}/summary", headers=real.bearer).json()
    assert {"run", "kernel", "events", "dropped", "workers", "resources", "edges", "findings"} <= set(summary)
    spans = real_client.get(f"/api/v1/runs/{run['id']}/spans", headers=real.bearer).json()["items"]
    assert "running" in {span["state"] for span in spans}
    for form in ("json", "chrome"):
        assert json.loads(real_client.get(f"/api/v1/runs/{run['id']}/export?format={form}", headers=real.bearer).content)


@pytest.mark.parametrize(
    ("source", "exit_code", "text"),
    [
        ("print('a'\n", 1, "SyntaxError"),
        ("import no_such_module_here", 1, "ModuleNotFoundError"),
        ("raise SystemExit(7)", 7, ""),
        ("import os\nos._exit(3)", 3, ""),
        ("def f(:\x0c", 1, "SyntaxError"),
        ("# coding: utf-16\n", 1, "SyntaxError"),
        ("", 0, ""),
        ("print('\U0001f980汉字')", 0, "\U0001f980汉字"),
        ("(" * 30_000, 1, "Error"),
    ],
)
def test_whatever_the_program_is_the_run_ends_and_says_how(
    real: Server, real_client: TestClient, source: str, exit_code: int, text: str
) -> None:
    run, output = play(real_client, real, {"source": source})
    assert (run["status"], run["exit_code"]) == ("finished", exit_code)
    assert text in output


def test_a_program_that_never_ends_is_ended_by_its_limit(real: Server, real_client: TestClient) -> None:
    run, _ = play(real_client, real, {"source": "while True: pass", "limits": {"wall_ns": 500_000_000}})
    assert run["status"] == "timed-out"


def test_a_program_is_stopped_while_it_waits_for_input(real: Server, real_client: TestClient) -> None:
    source = "print(input('name? '))\ninput()\n"
    run = real_client.post("/api/v1/runs", json={"source": source}, headers=real.browser).json()
    path = f"/api/v1/runs/{run['id']}"
    assert real_client.post(f"{path}/input", json={"text": "小明\n"}, headers=real.browser).status_code == 204
    with real_client.websocket_connect(f"/ws/runs/{run['id']}", headers=real.browser) as socket:
        socket_output = ""
        reader = FrameReader()
        while "小明" not in socket_output:
            for frame in reader.feed(socket.receive_bytes()):
                if frame.kind == FrameKind.OUTPUT:
                    socket_output += "".join(row[3] for row in frame.json())
        assert real_client.post(f"{path}/stop", headers=real.browser).status_code == 202
        read_all(socket)
    assert real_client.get(path, headers=real.bearer).json()["status"] == "stopped"


def test_f2_a_killed_supervisor_is_a_lost_run_and_a_free_place(tmp_path: Path) -> None:
    server = build_server(tmp_path / "data", launch=launch, max_live_runs=1)  # type: ignore[arg-type] # the real one in the fake's place
    with TestClient(server.app, base_url=ORIGIN) as client:
        before = {child.pid for child in psutil.Process().children()}
        run = client.post("/api/v1/runs", json={"source": "import time\ntime.sleep(3600)"}, headers=server.browser).json()
        (guardian,) = [child for child in psutil.Process().children() if child.pid not in before]
        with client.websocket_connect(f"/ws/runs/{run['id']}", headers=server.browser) as socket:
            FrameReader().feed(socket.receive_bytes())
            for process in [*guardian.children(), guardian]:  # the supervisor itself, then what guards it
                process.kill()
            frames, code = read_all(socket)
        assert code == 1000
        assert frames[-1].json()["status"] == "lost"
        assert client.get(f"/api/v1/runs/{run['id']}", headers=server.bearer).json()["status"] == "lost"
        while client.get("/healthz").json()["live_runs"]:
            pass  # its record is just being written
        assert client.post("/api/v1/runs", json={"source": ""}, headers=server.browser).status_code == 201


def test_health_is_told_without_a_session(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "live_runs": 0}
    assert client.get("/favicon.ico").headers["content-type"].startswith("image/svg+xml")


def test_a_server_that_leaves_ends_runs_and_series_first_so_that_nobody_waits_in_vain(tmp_path: Path) -> None:
    async def set_event(event: asyncio.Event) -> None:
        event.set()

    leaving = asyncio.Event()
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames(), is_free=False)), leaving=leaving)
    with TestClient(server.app, base_url=ORIGIN) as client:
        run = client.post("/api/v1/runs", json={"source": ""}, headers=server.bearer).json()
        series = client.post("/api/v1/series", json={"run": {"source": ""}, "times": 200}, headers=server.bearer).json()
        assert client.portal is not None
        client.portal.call(set_event, leaving)
        assert not client.get(f"{run['links']['self']}?wait=60", headers=server.bearer).json()["live"]
        ended = client.get(f"{series['links']['self']}?wait=60", headers=server.bearer).json()
        assert (ended["status"], ended["note"]) == ("stopped", SERVER_NOTE)
