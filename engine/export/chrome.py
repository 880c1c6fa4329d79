"""A run as a trace in Chrome's JSON format, which Perfetto (ui.perfetto.dev) and chrome://tracing open.

Processes and threads keep their names and numbers, a strand has a track beside its thread's; each state is a slice of its worker's track,
each edge a flow, each queue's depth and the number of those who wait a counter, each finding and each output an instant.
"""

import json
from collections.abc import Iterator
from typing import Any

from engine.events import Reason, State
from engine.export.recording import Recording
from engine.export.spans import Span, spans_of
from engine.export.telling import details_of, edge_title, facts_of, is_drawn, moments, readings, title_of
from engine.export.tracks import NOBODY, Track, speakers, tracks_of
from engine.wire import Change

# Names of colours that chrome://tracing knows; Perfetto chooses its own by the slice's name.
COLOURS = {State.RUNNING: "thread_state_running", State.READY: "thread_state_runnable", State.NEW: "grey"}
BLOCKED_COLOURS = {Reason.SLEEP: "thread_state_sleeping", Reason.IO: "thread_state_iowait"}


def write_chrome(recording: Recording) -> Iterator[str]:
    """Write the trace piece by piece."""
    yield '{"displayTimeUnit": "ns", "otherData": ' + json.dumps(facts_of(recording), ensure_ascii=False) + ', "traceEvents": ['
    for number, row in enumerate(trace_events(recording)):
        yield ("\n" if number == 0 else ",\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


def trace_events(recording: Recording) -> Iterator[dict[str, Any]]:
    """List the trace's events."""
    writer = _Writer(recording)
    yield from writer.names()
    for span in spans_of(recording.changes, end_ns=recording.end_ns):
        if is_drawn(span.change, recording):
            yield writer.slice(span)
    yield from writer.flows()
    yield from writer.counters()
    yield from writer.instants()


def colour_of(change: Change) -> str:
    """Choose a slice's colour."""
    if change.state is State.BLOCKED:
        return BLOCKED_COLOURS.get(change.reason, "thread_state_uninterruptible")
    return COLOURS.get(change.state, "grey")


class _Writer:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._tracks = tracks_of(recording)
        self._speakers = speakers(recording)

    def place(self, worker: int) -> dict[str, int]:
        track = self._tracks.get(self._speakers.get(worker, 0), NOBODY)
        return {"pid": track.pid, "tid": track.tid}

    def names(self) -> Iterator[dict[str, Any]]:
        for number, track in self._tracks.items():
            yield from self._naming(number, track)

    def _naming(self, number: int, track: Track) -> Iterator[dict[str, Any]]:
        kind = "process" if track.is_process else "thread"
        place = {"pid": track.pid} if track.is_process else self.place(number)
        yield {"ph": "M", "name": f"{kind}_name", **place, "args": {"name": track.name}}
        yield {"ph": "M", "name": f"{kind}_sort_index", **place, "args": {"sort_index": number}}

    def slice(self, span: Span) -> dict[str, Any]:
        change = span.change
        return {
            "ph": "X",
            "cat": "state",
            "name": title_of(change, self._recording),
            "cname": colour_of(change),
            "ts": span.begin / 1000,
            "dur": (span.end - span.begin) / 1000,
            **self.place(change.worker),
            "args": details_of(change, self._recording),
        }

    def flows(self) -> Iterator[dict[str, Any]]:
        for number, edge in enumerate(self._recording.edges, 1):
            common = {"cat": "edge", "name": edge_title(edge, self._recording), "id": number}
            yield {"ph": "s", "ts": edge.t0 / 1000, **common, **self.place(edge.source)}
            yield {"ph": "f", "bp": "e", "ts": edge.t1 / 1000, **common, **self.place(edge.target)}

    def counters(self) -> Iterator[dict[str, Any]]:
        for reading in readings(self._recording):
            pid = self.place(reading.process)["pid"]
            yield {"ph": "C", "name": reading.name, "ts": reading.time / 1000, "pid": pid, "args": {"value": reading.value}}

    def instants(self) -> Iterator[dict[str, Any]]:
        for moment in moments(self._recording):
            scope = "g" if moment.category == "finding" and moment.worker == 0 else "t"
            common = {"ph": "i", "s": scope, "cat": moment.category, "name": moment.name}
            yield {**common, "ts": moment.time / 1000, **self.place(moment.worker), "args": moment.details}
