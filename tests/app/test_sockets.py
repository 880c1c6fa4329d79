"""The live wire: every frame once, a clean end, and nothing that one viewer can do to the others."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app.sockets import MAX_MESSAGES, Close
from engine.wire import Frame, FrameReader
from tests.app.fakes import ORIGIN, FakeLaunch, FakeProgram, Server, build_server, run_frames


def read_all(socket: Any) -> tuple[list[Frame], int]:
    """Read a websocket to its end; return the frames and the close code."""
    reader, frames = FrameReader(), []
    while True:
        try:
            frames += reader.feed(socket.receive_bytes())
        except WebSocketDisconnect as end:
            assert reader.pending == 0
            return frames, end.code


def start(client: TestClient, server: Server) -> str:
    run_id: str = client.post("/api/v1/runs", json={"source": "1"}, headers=server.browser).json()["id"]
    return run_id


@pytest.mark.parametrize("after", [0, 1, 5, 13, 10**9])
def test_a_run_is_shown_from_any_frame_on_and_closed_when_it_is_over(server: Server, client: TestClient, after: int) -> None:
    run_id = start(client, server)
    with client.websocket_connect(f"/ws/runs/{run_id}?after={after}", headers=server.browser) as socket:
        assert read_all(socket) == (run_frames()[after:], Close.DONE)


def test_a_viewer_that_comes_back_100_times_misses_and_repeats_nothing(tmp_path: Path) -> None:
    frames = run_frames(ticks=120)
    launch = FakeLaunch(lambda: FakeProgram(frames, is_free=False))
    server = build_server(tmp_path, launch=launch)
    with TestClient(server.app, base_url=ORIGIN) as client:
        run_id = start(client, server)
        seen: list[Frame] = []
        assert client.portal is not None
        with client.websocket_connect(f"/ws/runs/{run_id}", headers=server.browser) as stayed:
            while len(seen) < len(frames):
                client.portal.call(release, launch.programs[0], 3)
                with client.websocket_connect(f"/ws/runs/{run_id}?after={len(seen)}", headers=server.browser) as socket:
                    seen += FrameReader().feed(socket.receive_bytes())
            assert seen == frames
            assert read_all(stayed) == (frames, Close.DONE)


async def release(program: FakeProgram, count: int) -> None:
    program.release(count)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/ws/runs/0123456789", Close.NOT_FOUND),
        ("/ws/runs/A", Close.NOT_FOUND),
        ("/ws/runs/0123456789?after=-1", Close.BAD_REQUEST),
        ("/ws/runs/0123456789?after=x", Close.BAD_REQUEST),
        ("/ws/runs/0123456789?after=" + "9" * 40, Close.BAD_REQUEST),
    ],
)
def test_a_question_that_makes_no_sense_is_closed_with_its_reason(server: Server, client: TestClient, path: str, code: Close) -> None:
    with client.websocket_connect(path, headers=server.browser) as socket:
        assert read_all(socket) == ([], code)


def test_h12_a_viewer_that_talks_too_much_is_closed(tmp_path: Path) -> None:
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames(), is_free=False)))
    with TestClient(server.app, base_url=ORIGIN) as client:
        run_id = start(client, server)
        with client.websocket_connect(f"/ws/runs/{run_id}", headers=server.browser) as socket:
            for _ in range(MAX_MESSAGES):
                socket.send_text("hello")
            assert read_all(socket) == ([], Close.TOO_MUCH)


def test_h12_there_is_a_limit_to_viewers(tmp_path: Path) -> None:
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames(), is_free=False)), max_viewers=2)
    with TestClient(server.app, base_url=ORIGIN) as client:
        path = f"/ws/runs/{start(client, server)}"
        with (
            client.websocket_connect(path, headers=server.browser),
            client.websocket_connect(path, headers=server.browser),
            client.websocket_connect(path, headers=server.browser) as third,
        ):
            assert read_all(third) == ([], Close.BUSY)


def test_h13_a_viewer_that_takes_nothing_is_let_go_and_the_others_see_all(tmp_path: Path) -> None:
    server = build_server(tmp_path, send_timeout=0.0)
    with TestClient(server.app, base_url=ORIGIN) as client:
        run_id = start(client, server)
        assert client.portal is not None
        assert client.portal.call(show_to_stuck, server.app, f"/ws/runs/{run_id}", server.browser) == Close.TOO_SLOW


async def show_to_stuck(app: Callable[..., Any], path: str, headers: dict[str, str]) -> int:
    """Be a viewer whose connection takes no data, only its end; return the close code."""
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "websocket", "path": path, "query_string": b"", "headers": encoded, "subprotocols": []}
    connect = iter([{"type": "websocket.connect"}])
    codes = []

    async def receive() -> Any:
        return next(connect, None) or await asyncio.Event().wait()

    async def send(message: Any) -> None:
        if message["type"] == "websocket.send":
            await asyncio.Event().wait()
        if message["type"] == "websocket.close":
            codes.append(message["code"])

    await app(scope, receive, send)
    return int(codes[0])
