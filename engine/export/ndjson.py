"""A run as lines of JSON, one object a line; each says by its `type` what it is.

A reader takes those it wants and needs no memory for the rest.
"""

import json
from collections.abc import Iterator
from typing import Any

from engine.export.json_export import edge_row, event_row, span_row
from engine.export.partial import summary_of
from engine.export.recording import Recording
from engine.export.spans import spans_of


def write_ndjson(recording: Recording) -> Iterator[str]:
    """Write line by line."""
    for kind, row in _rows(recording):
        yield json.dumps({"type": kind, **row}, ensure_ascii=False) + "\n"


def _rows(recording: Recording) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "run", {"format": "lockstep-ndjson", "version": 1, **recording.meta}
    for row in recording.workers.values():
        yield "worker", row
    for row in recording.resources.values():
        yield "resource", row
    for number, (file, line, function) in recording.locations.items():
        yield "location", {"id": number, "file": file, "line": line, "function": function}
    for span in spans_of(recording.changes, end_ns=recording.end_ns):
        yield "span", span_row(span)
    for edge in recording.edges:
        yield "edge", edge_row(edge)
    for event in recording.events:
        yield "event", event_row(event, recording)
    for time, worker, stream, text in recording.outputs:
        yield "output", {"time_ns": time, "worker": worker, "stream": stream, "text": text}
    for row in recording.findings.values():
        yield "finding", row
    yield "summary", summary_of(recording)
