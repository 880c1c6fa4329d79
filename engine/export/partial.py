"""The summary of a run whose own is missing, because its file was cut off or its supervisor died: what the frames at hand add up to."""

from collections import defaultdict
from typing import Any

from engine.events import Kind, Reason, State, reason_name
from engine.export.recording import Recording
from engine.export.spans import spans_of
from engine.wire import Frame, FrameKind, encode_frame, encode_json

UNKNOWN = "unknown"


def summary_of(recording: Recording) -> dict[str, Any]:
    """Return a recording's summary: its own, or else one added up from what is there."""
    if recording.summary is not None:
        return recording.summary
    status, meta = recording.status, recording.meta
    ended = status.get("status") or UNKNOWN
    run = {
        "id": meta.get("run"),
        "program": meta.get("program"),
        "duration_ns": recording.end_ns,
        "status": ended,
        "exit_code": status.get("exit_code"),
        "signal": status.get("signal"),
        "note": status.get("note") or "The recording breaks off before the run's end; the numbers are those up to there.",
    }
    return {
        "run": run,
        "status": ended,
        "kernel": meta.get("kernel"),
        "events": len(recording.events),
        "switches": status.get("switches", 0),
        "dropped": status.get("dropped", 0),
        "workers": _workers(recording),
        "resources": _resources(recording),
        "edges": _edges(recording),
        "findings": list(recording.findings.values()),
    }


def closing_frame(*, sequence: int, now: int, events: int, note: str) -> Frame:
    """Make the frame that ends a run whose frames break off: without one, a reader would wait for more."""
    facts = {"phase": "ended", "now": now, "workers": 0, "events": events, "dropped": 0, "status": "lost", "cut": True}
    return encode_frame(FrameKind.STATUS, encode_json({**facts, "exit_code": None, "signal": None, "note": note}), sequence=sequence)


def _workers(recording: Recording) -> list[dict[str, Any]]:
    totals: dict[int, dict[str, int]] = defaultdict(lambda: {"running_ns": 0, "ready_ns": 0, "ready_gil_ns": 0, "blocked_ns": 0})
    blocked: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for begin, end, change in spans_of(recording.changes, end_ns=recording.end_ns):
        match change.state:
            case State.RUNNING:
                totals[change.worker]["running_ns"] += end - begin
            case State.READY:
                totals[change.worker]["ready_gil_ns" if change.reason is Reason.GIL else "ready_ns"] += end - begin
            case State.BLOCKED:
                totals[change.worker]["blocked_ns"] += end - begin
                blocked[change.worker][reason_name(change.reason)] += end - begin
            case State.NEW | State.TERMINATED:
                pass
    kept = ("id", "parent", "process", "kind", "name", "pid", "tid", "daemon", "exit", "signal", "cut", "cancelled")
    return [
        {name: row.get(name) for name in kept}
        | {"started_ns": row.get("began"), "ended_ns": row.get("ended")}
        | {"states": {**totals[number], "blocked": dict(blocked[number])}}
        for number, row in recording.workers.items()
    ]


def _resources(recording: Recording) -> list[dict[str, Any]]:
    counts = {number: {"acquisitions": 0, "contended": 0, "wait_ns": 0, "max_waiters": 0, "max_depth": 0} for number in recording.resources}
    for event in recording.events:
        found = counts.get(event.resource)
        if found is None:
            continue
        if event.kind is Kind.ACQUIRE:
            found["acquisitions"] += 1
        elif event.kind is Kind.WAIT:
            found["contended"] += 1
        elif event.kind in (Kind.PUT, Kind.GET):
            found["acquisitions"] += 1
            found["max_depth"] = max(found["max_depth"], event.value)
        found["max_waiters"] = max(found["max_waiters"], event.waiters)
    for begin, end, change in spans_of(recording.changes, end_ns=recording.end_ns):
        if change.state is State.BLOCKED and change.resource in counts:
            counts[change.resource]["wait_ns"] += end - begin
    return [_resource(recording, row) | counts[number] for number, row in recording.resources.items() if row["kind"] != "future"]


def _resource(recording: Recording, row: dict[str, Any]) -> dict[str, Any]:
    place = recording.locations.get(row.get("location", 0))
    return {
        "id": row["id"],
        "kind": row.get("kind"),
        "name": row.get("name"),
        "process": row.get("process"),
        "created": {"file": place[0], "line": place[1], "function": place[2]} if place else None,
        "created_ns": row.get("began"),
        "capacity": row.get("capacity"),
    }


def _edges(recording: Recording) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for edge in recording.edges:
        counts[edge.kind.name.lower()] += 1
    return dict(counts)
