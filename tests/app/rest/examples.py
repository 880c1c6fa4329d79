"""Runs the examples of the API's documentation, and writes their answers anew: `python -m tests.app.rest.examples`.

An example has a name, what to send (path, query, headers, body) and what comes: status, type of the answer if it is not JSON, answer.
`on` says on which run: one that has ended (the default), a live one, one with expectations, or that of a real schedule. In the path
{run_id} and {series_id} stand for a run and a series made beforehand. `frames` sends a `.lockstep` file. With `partial` the answer
holds what the example shows, and more.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app.rest.document import EXAMPLES, load_examples
from engine.events import Event, Kind, Reason, State
from engine.wire import Change, Frame, FrameKind, encode_changes, encode_events, encode_json
from tests.app.fakes import ORIGIN, FakeLaunch, FakeProgram, Server, build_server, number, status_body
from tests.engine.scheduling.real.test_measured import GOOD, recording

BASE = "/api/v1"
SHOWN_ID = "0123456789"
SHOWN_KEY = "1795514400.V2hvZXZlciBoYXMgdGhpcyBzZWVzIG9uZSBydW4uIEJ5ZS4"
SHOWN_TIME = "2026-11-24T09:00:00.000+00:00"
REAL = {"policy": "fcfs", "jobs": "A 0 1, B 0 2", "real": True}
SCHEMA_PARTS = ("$defs", "properties")  # what makes a schema long
EXPECTED = [{"finishes": True}, {"deadlocks": True}, {"prints": "open"}]
MS = 1_000_000


def example_frames() -> list[Frame]:
    """Make the frames of a run in which two workers wait for each other, until it is stopped."""
    process = {"id": 1, "kind": "process", "parent": 0, "process": 1, "name": "program.py", "pid": 7, "tid": 7}
    workers = [{**process, "id": 2, "kind": "thread", "parent": 1, "name": "MainThread"}]
    workers.append({**workers[0], "id": 3, "name": "Seller-1", "tid": 8})
    locks = [{"id": 5, "kind": "lock", "name": "till", "process": 1, "location": 1, "capacity": None, "began": 0}]
    events = [Event(1 * MS, Kind.WAIT, 3, 5, 0, 2, 0, -1, Reason.LOCK), Event(2 * MS, Kind.OUTPUT, 2, 0, 0, 1, 1, 0)]
    changes = [Change(1 * MS, 2, State.RUNNING, cpu=0), Change(1 * MS, 3, State.BLOCKED, Reason.LOCK, resource=5, by=2, location=2)]
    changes.append(Change(2 * MS, 2, State.BLOCKED, Reason.JOIN, target=3, location=1))
    told = {"id": 1, "kind": "join-hang", "level": "error", "message": "MainThread waits for Seller-1, which will never end."}
    told |= {"message_id": "join-hang", "parameters": {"worker": "MainThread"}, "workers": [2, 3], "resources": [5]}
    told |= {"at": 2 * MS, "since": 2 * MS, "location": 1, "open": True, "ring": []}
    run = {"id": SHOWN_ID, "program": "ticket.py", "status": "finished", "exit_code": 0, "signal": None, "duration_ns": 3 * MS}
    states = {"running_ns": MS, "ready_ns": 0, "ready_gil_ns": 0, "blocked_ns": MS, "blocked": {"join": MS}}
    summary = {"run": run, "kernel": "measured", "events": 2, "dropped": 0, "edges": {"start": 1}, "findings": [told]}
    summary |= {"workers": [{"id": 2, "kind": "thread", "name": "MainThread", "exit": 0, "states": states}]}
    summary |= {"resources": [{"id": 5, "kind": "lock", "name": "till", "acquisitions": 1, "contended": 1, "max_waiters": 1}]}
    return number(
        [
            (FrameKind.META, encode_json({"format": 1, "run": SHOWN_ID, "program": "ticket.py", "kernel": "measured"})),
            (
                FrameKind.DEFINE,
                encode_json({"locations": [[1, "ticket.py", 9, "main"], [2, "ticket.py", 4, "sell"]], "texts": {"1": "open"}}),
            ),
            (FrameKind.DEFINE, encode_json({"workers": [process, *workers]})),
            (FrameKind.DEFINE, encode_json({"resources": locks})),
            (FrameKind.EVENTS, encode_events(events)),
            (FrameKind.CHANGES, encode_changes(changes)),
            (FrameKind.OUTPUT, encode_json([[2 * MS, 2, 1, "open\n"]])),
            (FrameKind.FINDING, encode_json(told)),
            (FrameKind.STATUS, status_body(phase="ended", now=3 * MS, events=2, status="finished", exit_code=0)),
            (FrameKind.SUMMARY, encode_json(summary)),
        ]
    )


def schedule_frames() -> list[Frame]:
    """Make the frames of a real schedule's run."""
    made = recording(sorted(GOOD))
    return number(
        [
            (FrameKind.META, encode_json({"format": 1, "run": SHOWN_ID, "program": "schedule.py", "kernel": "measured"})),
            (FrameKind.DEFINE, encode_json({"workers": list(made.workers.values())})),
            (FrameKind.CHANGES, encode_changes(made.changes)),
            (FrameKind.OUTPUT, encode_json(made.outputs)),
            (FrameKind.STATUS, status_body(phase="ended", now=400 * MS, events=0, status="finished", exit_code=0)),
        ]
    )


class Examples:
    """Sends the examples to a server of fake programs."""

    def __init__(self, server: Server, client: TestClient) -> None:
        self._server = server
        self.client = client
        self.document = client.get("/openapi.json", headers=server.browser).json()

    @property
    def bearer(self) -> dict[str, str]:
        """Headers of a script."""
        return self._server.bearer

    def addresses(self) -> dict[str, tuple[str, str]]:
        """Return method and path of each operation."""
        paths = self.document["paths"].items()
        return {operation["operationId"]: (method, path) for path, item in paths for method, operation in item.items()}

    def send(self, operation: str, example: dict[str, Any]) -> tuple[int, str, Any]:
        """Send one example; return status, type and body, in which ids and times are the same each time."""
        ids = {"run_id": self.run_on(example.get("on", "ended")), "series_id": self.make_series(), **example.get("path", {})}
        method, path = self.addresses()[operation]
        headers = {**self._server.bearer, **example.get("headers", {})}
        file = b"".join(frame.data for frame in example_frames()) if example.get("frames") else None
        headers |= {"content-type": "application/octet-stream"} if file else {}
        answer = self.client.request(
            method.upper(), path.format(**ids), params=example.get("query"), headers=headers, json=example.get("body"), content=file
        )
        self.finish()
        self.client.get(f"{BASE}/runs/{ids['run_id']}?wait=60", headers=self._server.bearer)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        if kind == "application/octet-stream":
            return answer.status_code, kind, None
        return answer.status_code, kind, self._shown(answer.text, list(ids.values())) if answer.content else None

    def finish(self) -> None:
        """Let every program that still runs end."""

        async def release() -> None:
            for program in self._server.launch.programs:
                program.release(100)

        assert self.client.portal is not None
        self.client.portal.call(release)

    def _shown(self, text: str, ids: list[str]) -> Any:
        if text[0] not in "{[":
            return text
        body = json.loads(text)
        found = {*ids, *(str(value) for value in _values(body, {"id", "run", "series"}))}
        for one in (one for one in found if re.fullmatch("[0-9a-f]{10}", one)):
            text = text.replace(one, SHOWN_ID)
        text = re.sub(r"key=\d+\.[\w-]{43}", f"key={SHOWN_KEY}", text)
        for time in _values(body, {"created_at", "expires_at"}):
            text = text.replace(time, SHOWN_TIME)
        return json.loads(text)

    def run_on(self, state: str) -> str:
        """Make a run that has ended, is live, or is that of a real schedule; return its id."""
        frames = schedule_frames() if state == "schedule" else example_frames()
        self._server.launch.make = lambda: FakeProgram(frames, is_free=state != "live")
        path, body = ("schedules", REAL) if state == "schedule" else ("runs", {"source": "print(1)", "program": "ticket.py"})
        body = {**body, "expect": EXPECTED} if state == "scenario" else body
        made = self.client.post(f"{BASE}/{path}", json=body, headers=self._server.bearer).json()
        run_id: str = (made["run"] if state == "schedule" else made)["id"]
        while state != "live" and self.client.get(f"{BASE}/runs/{run_id}?wait=60", headers=self._server.bearer).json()["live"]:
            pass
        self._server.launch.make = lambda: FakeProgram(example_frames())
        return run_id

    def make_series(self) -> str:
        """Make a series that has ended; return its id."""
        body = {"run": {"source": "print(1)", "program": "ticket.py"}, "times": 2}
        headers = {**self._server.bearer, "prefer": "wait=60"}
        series_id: str = self.client.post(f"{BASE}/series", json=body, headers=headers).json()["id"]
        return series_id


def _values(body: Any, names: set[str]) -> Iterator[Any]:
    match body:
        case dict():
            for name, value in body.items():
                if name in names:
                    yield value
                yield from _values(value, names)
        case list():
            for value in body:
                yield from _values(value, names)


@contextmanager
def example_server() -> Iterator[Examples]:
    """Run a server for the examples: always the same, whatever machine it is on."""
    with tempfile.TemporaryDirectory() as folder:
        server = build_server(Path(folder) / "data", launch=FakeLaunch(), max_live_runs=4)
        with TestClient(server.app, base_url=ORIGIN) as client:
            examples = Examples(server, client)
            try:
                yield examples
            finally:
                examples.finish()


def shortened(value: Any) -> Any:
    """Leave out what makes an example long: all but the first row of each table."""
    match value:
        case dict():
            return {name: shortened(member) for name, member in value.items() if name not in SCHEMA_PARTS}
        case [dict(), *_]:
            return [shortened(value[0])]
        case _:
            return value


def holds(actual: Any, shown: Any) -> bool:
    """Tell whether a value has all that is shown of it."""
    match shown:
        case dict():
            return isinstance(actual, dict) and all(name in actual and holds(actual[name], member) for name, member in shown.items())
        case list():
            return isinstance(actual, list) and len(actual) >= len(shown) and all(map(holds, actual, shown))
        case _:
            return bool(actual == shown)


def main() -> None:
    """Send every example and keep the answers."""
    written = load_examples()
    with example_server() as examples:
        for operation, entries in written.items():
            for example in entries:
                example["status"], kind, answer = examples.send(operation, example)
                example.pop("answer", None)
                if kind not in ("", "application/json"):
                    example["type"] = kind
                if answer is not None:
                    example["answer"] = shortened(answer) if example.get("partial") else answer
    EXAMPLES.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
