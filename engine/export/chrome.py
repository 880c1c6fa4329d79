"""A run as a trace in Chrome's JSON format, which Perfetto (ui.perfetto.dev) and chrome://tracing open.

Processes and threads keep their names and numbers; each state is a slice of its thread's track, each edge a flow, each queue's depth
a counter of its process, each finding an instant.
"""

import json
from collections.abc import Iterator
from typing import Any

from engine.events import Kind, Reason, State, reason_name
from engine.export.recording import Recording
from engine.export.spans import Span, spans_of
from engine.wire import NO_CPU

COLOURS = {State.RUNNING: "good", State.READY: "bad", State.BLOCKED: "terrible", State.NEW: "grey"}  # names that chrome://tracing knows
UNNUMBERED = 10_000_000  # tracks of workers without a tid get numbers from here, above all real ones
TEXT = 200  # characters of an output shown


def write_chrome(recording: Recording) -> Iterator[str]:
    """Write the trace piece by piece."""
    facts = {"tool": "Lockstep", "program": recording.meta.get("program"), "kernel": recording.meta.get("kernel")}
    yield '{"displayTimeUnit": "ns", "otherData": ' + json.dumps(facts, ensure_ascii=False) + ', "traceEvents": ['
    for number, row in enumerate(trace_events(recording)):
        yield ("\n" if number == 0 else ",\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


def trace_events(recording: Recording) -> Iterator[dict[str, Any]]:
    """List the trace's events."""
    writer = _Writer(recording)
    yield from writer.names()
    for span in spans_of(recording.changes, end_ns=recording.end_ns):
        if recording.workers.get(span.change.worker, {}).get("kind") != "process":
            yield writer.slice(span)
    yield from writer.flows()
    yield from writer.counters()
    yield from writer.instants()


class _Writer:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._tracks = {number: self._track(row) for number, row in recording.workers.items()}

    def _track(self, row: dict[str, Any]) -> dict[str, int]:
        return {"pid": row.get("pid") or 0, "tid": row.get("tid") or UNNUMBERED + row["id"]}

    def track(self, worker: int) -> dict[str, int]:
        return self._tracks.get(worker, {"pid": 0, "tid": 0})

    def names(self) -> Iterator[dict[str, Any]]:
        for number, row in self._recording.workers.items():
            kind = "process" if row["kind"] == "process" else "thread"
            track = self.track(number)
            yield {"ph": "M", "name": f"{kind}_name", **track, "args": {"name": row["name"]}}
            yield {"ph": "M", "name": f"{kind}_sort_index", **track, "args": {"sort_index": number}}

    def slice(self, span: Span) -> dict[str, Any]:
        change = span.change
        return {
            "ph": "X",
            "cat": "state",
            "name": self._title(span),
            "cname": COLOURS.get(change.state, "grey"),
            "ts": span.begin / 1000,
            "dur": (span.end - span.begin) / 1000,
            **self.track(change.worker),
            "args": self._details(span),
        }

    def _title(self, span: Span) -> str:
        change = span.change
        title = change.state.name.lower()
        if change.reason is not Reason.NONE:
            title += f": {reason_name(change.reason)}"
        resource = self._recording.resources.get(change.resource)
        return f"{title} {resource['name']}" if resource else title

    def _details(self, span: Span) -> dict[str, Any]:
        change, workers = span.change, self._recording.workers
        found = {
            "known": change.known.name.lower(),
            "cpu": None if change.cpu == NO_CPU else change.cpu,
            "waits for": workers.get(change.target, {}).get("name"),
            "by": workers.get(change.by, {}).get("name"),
            "at": self._recording.place(change.location),
        }
        return {name: value for name, value in found.items() if value is not None}

    def flows(self) -> Iterator[dict[str, Any]]:
        for number, edge in enumerate(self._recording.edges, 1):
            common = {"cat": "edge", "name": edge.kind.name.lower(), "id": number}
            yield {"ph": "s", "ts": edge.t0 / 1000, **common, **self.track(edge.source)}
            yield {"ph": "f", "bp": "e", "ts": edge.t1 / 1000, **common, **self.track(edge.target)}

    def counters(self) -> Iterator[dict[str, Any]]:
        for event in self._recording.events:
            if event.kind in (Kind.PUT, Kind.GET) and event.resource in self._recording.resources:
                row = self._recording.resources[event.resource]
                pid = self.track(row.get("process") or 1)["pid"]
                yield {"ph": "C", "name": f"{row['name']} (depth)", "ts": event.time / 1000, "pid": pid, "args": {"depth": event.value}}

    def instants(self) -> Iterator[dict[str, Any]]:
        for finding in self._recording.findings.values():
            at = finding.get("at") or 0
            track = self.track(next(iter(finding.get("workers") or []), 0))
            args = {"message": finding.get("message")}
            yield {"ph": "i", "s": "g", "cat": "finding", "name": finding.get("kind"), "ts": at / 1000, **track, "args": args}
        for time, worker, stream, text in self._recording.outputs:
            args = {"text": text[:TEXT], "stream": "stdout" if stream == 1 else "stderr"}
            yield {"ph": "i", "s": "t", "cat": "output", "name": "output", "ts": time / 1000, **self.track(worker), "args": args}
