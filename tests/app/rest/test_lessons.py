"""The examples over the API."""

from starlette.testclient import TestClient

from tests.app.fakes import Server
from tests.app.rest.conftest import BASE


def test_lessons_are_listed_and_shown(server: Server, client: TestClient) -> None:
    listed = client.get(f"{BASE}/lessons", headers=server.bearer).json()["items"]
    assert len(listed) >= 8
    shown = client.get(f"{BASE}/lessons/{listed[0]['id']}", headers=server.bearer).json()
    assert set(shown["texts"]) == {"en", "zh-CN"}
    assert shown["source"]
    assert client.get(f"{BASE}/lessons/none", headers=server.bearer).status_code == 404


def test_the_knobs_of_an_example_are_shown(server: Server, client: TestClient) -> None:
    knobs = client.get(f"{BASE}/lessons/gil", headers=server.bearer).json()["knobs"]
    assert [(knob["name"], knob["kind"], knob["default"], knob["minimum"]) for knob in knobs] == [
        ("workers", "int", 2, 1),
        ("kinds", "choice", "both", None),
    ]
    assert set(knobs[1]["choices"]) == {"both", "threads", "processes"}
    assert set(knobs[0]["texts"]) == {"en", "zh-CN"}
    assert client.get(f"{BASE}/lessons/deadlock", headers=server.bearer).json()["knobs"] == []


def test_a_recorded_run_comes_with_what_needs_one(server: Server, client: TestClient) -> None:
    assert client.get(f"{BASE}/lessons/io-uring", headers=server.bearer).json()["recorded"] is True
    assert client.get(f"{BASE}/lessons/deadlock", headers=server.bearer).json()["recorded"] is False
    recording = client.get(f"{BASE}/lessons/io-uring/recording", headers=server.bearer)
    assert recording.headers["content-type"] == "application/octet-stream"
    headers = {**server.bearer, "content-type": recording.headers["content-type"]}
    sent = client.post(f"{BASE}/runs/import", content=recording.content, headers=headers)
    assert (sent.status_code, sent.json()["program"]) == (201, "io_uring.py")
    assert client.get(f"{BASE}/lessons/deadlock/recording", headers=server.bearer).status_code == 404
