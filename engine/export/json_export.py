"""A whole run as one JSON document, with names instead of numbers where a reader wants words."""

import json
from collections.abc import Iterator
from typing import Any

from engine.events import Event, reason_name
from engine.export.partial import summary_of
from engine.export.recording import Recording
from engine.export.spans import Span, spans_of
from engine.wire import NO_CPU, Edge


def write_json(recording: Recording) -> Iterator[str]:
    """Write the document piece by piece."""
    head = {
        "format": "lockstep-json",
        "version": 1,
        "meta": recording.meta,
        "summary": summary_of(recording),
        "workers": list(recording.workers.values()),
        "resources": list(recording.resources.values()),
        "locations": [{"id": number, "file": f, "line": line, "function": name} for number, (f, line, name) in recording.locations.items()],
        "findings": list(recording.findings.values()),
        "output": [{"time_ns": t, "worker": worker, "stream": stream, "text": text} for t, worker, stream, text in recording.outputs],
    }
    yield json.dumps(head, ensure_ascii=False)[:-1]
    yield from _list("spans", (span_row(span) for span in spans_of(recording.changes, end_ns=recording.end_ns)))
    yield from _list("edges", (edge_row(edge) for edge in recording.edges))
    yield from _list("events", (event_row(event, recording) for event in recording.events))
    yield "}\n"


def _list(name: str, rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield f', "{name}": ['
    for number, row in enumerate(rows):
        yield ("\n" if number == 0 else ",\n") + json.dumps(row, ensure_ascii=False)
    yield "]"


def span_row(span: Span) -> dict[str, Any]:
    """Describe a span."""
    change = span.change
    return {
        "begin_ns": span.begin,
        "end_ns": span.end,
        "worker": change.worker,
        "state": change.state.name.lower(),
        "reason": reason_name(change.reason),
        "known": change.known.name.lower(),
        "cpu": None if change.cpu == NO_CPU else change.cpu,
        "resource": change.resource or None,
        "target": change.target or None,
        "by": change.by or None,
        "location": change.location or None,
    }


def edge_row(edge: Edge) -> dict[str, Any]:
    """Describe an edge."""
    return {
        "begin_ns": edge.t0,
        "end_ns": edge.t1,
        "kind": edge.kind.name.lower(),
        "source": edge.source,
        "target": edge.target,
        "resource": edge.resource or None,
        "location": edge.location or None,
    }


def event_row(event: Event, recording: Recording) -> dict[str, Any]:
    """Describe an event."""
    row: dict[str, Any] = {"time_ns": event.time, "kind": event.kind.name.lower().replace("_", "-"), "worker": event.worker}
    for name in ("resource", "target", "location", "value", "flags", "waiters"):
        if number := getattr(event, name):
            row[name] = int(number)
    if event.reason:
        row["reason"] = reason_name(event.reason)
    if event.text:
        row["text"] = recording.texts.get(event.text)
    return row
