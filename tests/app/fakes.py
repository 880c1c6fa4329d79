"""Stand-ins for the tests of the web application: programs that only play frames, and a server put together in a directory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.application import create_app
from app.entry import Doorkeeper
from app.settings import Settings
from app.store import RunRecord
from engine.events import Event, Kind, State
from engine.wire import Change, Frame, FrameKind, encode_changes, encode_events, encode_frame, encode_json

PORT = 8123
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"


def status_body(**changes: Any) -> bytes:
    """Make the body of a STATUS frame."""
    facts = {"phase": "running", "now": 1000, "workers": 1, "events": 2, "switches": 0, "dropped": 0, "status": None}
    return encode_json({**facts, "exit_code": None, "signal": None, "note": None, **changes})


def number(bodies: Iterable[tuple[FrameKind, bytes]], *, first: int = 1) -> list[Frame]:
    """Make frames of bodies, numbered one after the other."""
    return [encode_frame(kind, body, sequence=sequence) for sequence, (kind, body) in enumerate(bodies, first)]


def run_frames(*, ticks: int = 3, status: str = "finished", exit_code: int | None = 0) -> list[Frame]:
    """Make the frames of a small run from META to SUMMARY."""
    worker = {"id": 1, "kind": "thread", "parent": 2, "process": 2, "name": "MainThread", "pid": 7, "tid": 7}
    process = {"id": 2, "kind": "process", "parent": 0, "process": 2, "name": "main", "pid": 7, "tid": 7}
    bodies: list[tuple[FrameKind, bytes]] = [
        (FrameKind.META, encode_json({"format": 1, "run": "fake", "program": "ticket.py", "kernel": "measured"})),
        (FrameKind.DEFINE, encode_json({"locations": [[1, "ticket.py", 3, "main"]], "texts": {"1": "出票"}})),
    ]
    bodies.append((FrameKind.DEFINE, encode_json({"workers": [process, worker]})))
    for tick in range(ticks):
        time = 1000 * (tick + 1)
        bodies.append((FrameKind.EVENTS, encode_events([Event(time, Kind.OUTPUT, 1, 0, 0, 1, 1), Event(time + 1, Kind.WAIT, 1)])))
        bodies.append((FrameKind.CHANGES, encode_changes([Change(time, 1, State.RUNNING), Change(time + 500, 1, State.BLOCKED)])))
        bodies.append((FrameKind.STATUS, status_body(now=time, events=2 * (tick + 1))))
    end = 1000 * (ticks + 1)
    bodies.append((FrameKind.STATUS, status_body(phase="ended", now=end, events=2 * ticks, status=status, exit_code=exit_code)))
    numbers = {"kernel": "measured", "events": 2 * ticks, "dropped": 0, "resources": [], "edges": {}, "findings": []}
    bodies.append((FrameKind.SUMMARY, encode_json({"run": {"id": "fake", "status": status}, **numbers, "workers": [worker]})))
    return number(bodies)


@dataclass
class FakeProgram:
    """A program whose frames the test gives out, one by one or all at once."""

    frames: list[Frame]
    is_free: bool = True  # whether all frames come at once
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    inputs: list[str | None] = field(default_factory=list)
    _steps: asyncio.Queue[int] = field(default_factory=asyncio.Queue)

    async def __aiter__(self) -> AsyncIterator[Frame]:
        for frame in self.frames:
            if not self.is_free:
                await self._steps.get()
            yield frame

    def release(self, count: int = 1) -> None:
        """Let so many more frames out."""
        for _ in range(count):
            self._steps.put_nowait(1)

    async def stop(self) -> None:
        self.stopped.set()
        self.release(len(self.frames))

    async def send_input(self, text: str) -> None:
        self.inputs.append(text)

    async def end_input(self) -> None:
        self.inputs.append(None)


class FakeLaunch:
    """Starts fake programs and remembers what was asked for."""

    def __init__(self, make: Callable[[], FakeProgram] | None = None, *, error: Exception | None = None) -> None:
        self.make = make or (lambda: FakeProgram(run_frames()))
        self.error = error
        self.records: list[RunRecord] = []
        self.programs: list[FakeProgram] = []

    async def __call__(self, record: RunRecord, directory: Path) -> FakeProgram:
        self.records.append(record)
        if self.error is not None:
            raise self.error
        self.programs.append(self.make())
        return self.programs[-1]


def settings_for(directory: Path, **changes: Any) -> Settings:
    """Make the settings of a test's server."""
    return replace(Settings(data_dir=directory, port=PORT), **changes)


@dataclass
class Server:
    """A whole application with what the test needs to get in."""

    app: Any
    settings: Settings
    doorkeeper: Doorkeeper
    launch: FakeLaunch

    @property
    def bearer(self) -> dict[str, str]:
        """Headers of a script."""
        return {"host": HOST, "authorization": f"Bearer {self.settings.bearer_token}"}

    @property
    def browser(self) -> dict[str, str]:
        """Headers of one of our own pages in a browser."""
        cookie = f"{self.settings.cookie_name}={self.settings.session_secret}"
        return {"host": HOST, "origin": ORIGIN, "sec-fetch-site": "same-origin", "cookie": cookie}


def build_server(
    directory: Path,
    *,
    launch: FakeLaunch | None = None,
    spent: Callable[[str], None] | None = None,
    leaving: asyncio.Event | None = None,
    **changes: Any,
) -> Server:
    """Put an application together in a directory."""
    settings = settings_for(directory, **changes)
    doorkeeper = Doorkeeper(settings, on_spent=spent)
    launch = launch or FakeLaunch()
    return Server(create_app(settings, launch=launch, doorkeeper=doorkeeper, leaving=leaving), settings, doorkeeper, launch)


async def until(condition: Callable[[], bool] | Callable[[], Awaitable[bool]]) -> None:
    """Wait, one turn of the event loop at a time, until something is so; the test's time limit ends a wait in vain."""
    while True:
        result = condition()
        if result is True or (not isinstance(result, bool) and await result):
            return
        await asyncio.sleep(0)
