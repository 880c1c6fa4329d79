"""A small made-up run, as frames and as a recording."""

from engine.events import EdgeKind, Event, Flag, Kind, Known, Reason, State
from engine.export.recording import Recording
from engine.wire import (
    Change,
    Edge,
    Frame,
    FrameKind,
    encode_changes,
    encode_edges,
    encode_events,
    encode_frame,
    encode_json,
)  # fmt: skip


def worker(number: int, kind: str, name: str, **more: object) -> dict[str, object]:
    facts = {"id": number, "kind": kind, "parent": 0, "process": 1, "name": name, "pid": 50, "tid": 0, "daemon": False}
    return facts | {"began": 0, "ended": None, "exit": None, "signal": None, "cut": False} | more


DEFINITIONS = {
    "workers": [worker(1, "process", "a.py"), worker(2, "thread", "MainThread", tid=50, parent=1), worker(3, "thread", "B", parent=2)],
    "resources": [
        {"id": 1, "kind": "lock", "name": "mutex", "process": 1, "location": 1, "capacity": None, "began": 0},
        {"id": 2, "kind": "queue", "name": "q", "process": 1, "location": 0, "capacity": 4, "began": 0},
    ],
    "locations": [[1, "/a.py", 7, "work"]],
    "texts": {"1": "'item'"},
}
EVENTS = [
    Event(1000, Kind.ACQUIRE, 2, resource=1, location=1),
    Event(1500, Kind.WAIT, 3, resource=1, value=-1, reason=Reason.LOCK, waiters=1),
    Event(2000, Kind.ACQUIRE, 3, resource=1, flags=Flag.WAITED, waiters=1),
    Event(3000, Kind.PUT, 2, resource=2, value=3, text=1),
]
CHANGES = [
    Change(0, 1, State.RUNNING, cpu=0),
    Change(0, 2, State.RUNNING, cpu=0),
    Change(500, 3, State.BLOCKED, Reason.LOCK, resource=1, by=2, location=1),
    Change(2000, 3, State.READY, Reason.GIL),
    Change(4000, 3, State.READY, Reason.CPU, Known.INFERRED),
    Change(5000, 3, State.TERMINATED),
]
EDGES = [Edge(400, 500, EdgeKind.START, 2, 3), Edge(1900, 2000, EdgeKind.WAKE, 2, 3, resource=1)]
FINDING = {"id": 1, "kind": "deadlock", "level": "error", "message": "Nobody moves.", "workers": [3], "resources": [1], "at": 4000}
SUMMARY = {
    "run": {"id": "r1", "program": "a.py", "duration_ns": 6000, "status": "finished", "exit_code": 0, "signal": None, "note": None},
    "status": "finished", "kernel": "measured", "events": 3, "switches": 0, "dropped": 0,
    "workers": [], "resources": [], "edges": {"start": 1}, "findings": [],
}  # fmt: skip


def frames(*, is_whole: bool = True) -> list[Frame]:
    """The run's frames; one that is not whole breaks off before its summary."""
    bodies = [
        (FrameKind.META, encode_json({"format": 1, "run": "r1", "program": "a.py", "kernel": "measured"})),
        (FrameKind.DEFINE, encode_json(DEFINITIONS)),
        (FrameKind.EVENTS, encode_events(EVENTS)),
        (FrameKind.CHANGES, encode_changes(CHANGES)),
        (FrameKind.EDGES, encode_edges(EDGES)),
        (FrameKind.OUTPUT, encode_json([[1500, 2, 1, "hello\n"]])),
        (FrameKind.FINDING, encode_json(FINDING)),
        (FrameKind.STATUS, encode_json({"phase": "running", "now": 6000, "dropped": 2, "switches": 5})),
    ]
    if is_whole:
        bodies.append((FrameKind.SUMMARY, encode_json(SUMMARY)))
    return [encode_frame(kind, body, sequence=number) for number, (kind, body) in enumerate(bodies, 1)]


def recording(*, is_whole: bool = True) -> Recording:
    """The run, read."""
    made = Recording()
    for frame in frames(is_whole=is_whole):
        made.add(frame)
    return made
