"""Events and spans over the API."""

import asyncio
import json
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.app.fakes import ORIGIN, FakeLaunch, FakeProgram, Server, build_server, run_frames
from tests.app.rest.conftest import BASE


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


def test_filters_say_what_they_want(server: Server, client: TestClient, run_id: str) -> None:
    def count(query: str) -> int:
        return len(client.get(f"{BASE}/runs/{run_id}/{query}", headers=server.bearer).json()["items"])

    assert [count(f"events?{query}") for query in ("kind=output", "kind=output&to_ns=1500", "worker=2", "from_ns=3000")] == [3, 1, 0, 2]
    assert [count(f"spans?{query}") for query in ("state=blocked", "state=running&worker=1", "resource=9", "reason=lock")] == [3, 3, 0, 0]


def test_a_page_goes_on_where_the_one_before_ended_with_a_filter_too(server: Server, client: TestClient, run_id: str) -> None:
    path = f"{BASE}/runs/{run_id}/events?kind=output&limit=2"
    first = client.get(path, headers=server.bearer).json()
    rest = client.get(f"{path}&after={first['next']}", headers=server.bearer).json()
    assert [row["number"] for row in first["items"] + rest["items"]] == [0, 2, 4]
    assert rest["next"] is None


async def follow(server: Server, path: str, *, release: tuple[int, ...]) -> list[list[dict[str, Any]]]:
    """Read the lines of a live run: before each piece is read, so many frames are let out. The rows come in the pieces of the answer."""
    pieces: asyncio.Queue[bytes | None] = asyncio.Queue()
    scope = {
        "type": "http", "method": "GET", "path": path.partition("?")[0], "query_string": path.partition("?")[2].encode(),
        "headers": [(name.encode(), value.encode()) for name, value in server.bearer.items()], "http_version": "1.1", "scheme": "http",
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            await pieces.put(message.get("body", b"") if message.get("more_body") else None)

    answering = asyncio.create_task(server.app(scope, receive, send))
    rows = []
    for count in release:
        server.launch.programs[0].release(count)
        piece = await pieces.get()
        rows.append([json.loads(line) for line in (piece or b"").splitlines()])
    while (piece := await pieces.get()) is not None:
        rows.append([json.loads(line) for line in piece.splitlines()])
    await answering
    return rows


def test_a_live_run_is_followed_line_by_line_to_its_end(tmp_path: Path) -> None:
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames(), is_free=False)))
    with TestClient(server.app, base_url=ORIGIN) as client:
        run = client.post(f"{BASE}/runs", json={"source": ""}, headers=server.bearer).json()

        def followed(path: str, *release: int) -> list[list[dict[str, Any]]]:
            assert client.portal is not None
            return client.portal.call(lambda: follow(server, path, release=release))

        # META, two DEFINEs, then EVENTS, CHANGES and STATUS of each tick: the first events come with frame 4, the next with frame 7.
        events = followed(f"{run['links']['events']}?follow=true", 4, 3, 100)
        assert [row["number"] for row in events[0]] == [0, 1]
        assert [row["number"] for piece in events for row in piece] == list(range(6))
        whole = client.get(f"{run['links']['events']}?follow=true", headers=server.bearer)
        assert whole.headers["content-type"] == "application/x-ndjson"
        assert [json.loads(line)["number"] for line in whole.content.splitlines()] == list(range(6))
        spans = client.get(f"{run['links']['spans']}?follow=true&after=1", headers=server.bearer)
        assert [json.loads(line)["state"] for line in spans.content.splitlines()] == ["blocked", "running"] * 2 + ["blocked"]
