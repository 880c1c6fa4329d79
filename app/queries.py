"""Questions about a run's frames, answered row by row as they are read: events and spans, spelled as the JSON export spells them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from engine.events import Event, Kind, Reason, State
from engine.export.json_export import event_row, span_row
from engine.export.recording import Recording
from engine.export.spans import Span
from engine.wire import Change, Frame, FrameKind, decode_changes, decode_events

KINDS: Mapping[str, Kind] = {kind.name.lower().replace("_", "-"): kind for kind in Kind if kind >= Kind.PROCESS_BEGIN}
STATES: Mapping[str, State] = {state.name.lower(): state for state in State if state is not State.TERMINATED}
REASONS: Mapping[str, Reason] = {reason.name.lower().replace("_", "-"): reason for reason in Reason if reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows are wanted; None is any. from_ns and to_ns: the stretch of time that a row must touch."""

    worker: int | None = None
    resource: int | None = None
    kind: Kind | None = None
    state: State | None = None
    reason: Reason | None = None
    from_ns: int = 0
    to_ns: int | None = None

    def has_event(self, event: Event) -> bool:
        """Tell whether an event is wanted."""
        return (
            self._is_of(event.worker, event.resource, event.reason)
            and self.kind in (None, event.kind)
            and self.from_ns <= event.time
            and (self.to_ns is None or event.time < self.to_ns)
        )

    def has_span(self, change: Change, end_ns: int | None) -> bool:
        """Tell whether the span that begins with a change is wanted."""
        return (
            self._is_of(change.worker, change.resource, change.reason)
            and self.state in (None, change.state)
            and (end_ns is None or end_ns > self.from_ns)
            and (self.to_ns is None or change.time < self.to_ns)
        )

    def _is_of(self, worker: int, resource: int, reason: Reason) -> bool:
        return self.worker in (None, worker) and self.resource in (None, resource) and self.reason in (None, reason)


class Rows(Protocol):
    """Makes rows of frames, whichever way the frames come."""

    def take(self, frame: Frame) -> Iterator[dict[str, Any]]:
        """Iterate over the rows that are complete with this frame."""

    def rest(self) -> Iterator[dict[str, Any]]:
        """Iterate over the rows that are left when no frame follows."""


class EventRows:
    """The run's events in order of time, numbered from 0 before any is left out; `place` is "file:line"."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._tables = Recording()
        self._number = 0

    def take(self, frame: Frame) -> Iterator[dict[str, Any]]:
        """Iterate over a frame's events."""
        match frame.kind:
            case FrameKind.DEFINE:
                self._tables.add(frame)
            case FrameKind.EVENTS:
                for event in decode_events(frame.body):
                    if self._wanted.has_event(event):
                        place = self._tables.place(event.location)
                        yield {"number": self._number, **event_row(event, self._tables), "place": place}
                    self._number += 1

    def rest(self) -> Iterator[dict[str, Any]]:
        """An event is complete at once."""
        return iter(())


class SpanRows:
    """The spans, each when it is over; those still open last, with `end_ns` null."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._tables = Recording()
        self._open: dict[int, Change] = {}

    def take(self, frame: Frame) -> Iterator[dict[str, Any]]:
        """Iterate over the spans that end in a frame."""
        match frame.kind:
            case FrameKind.DEFINE:
                self._tables.add(frame)
            case FrameKind.CHANGES:
                for change in decode_changes(frame.body):
                    if self._wanted.worker not in (None, change.worker):
                        continue
                    before = self._open.get(change.worker)
                    if before is not None and before.time < change.time:
                        yield from self._row(before, change.time)
                    self._open[change.worker] = change

    def rest(self) -> Iterator[dict[str, Any]]:
        """Iterate over the spans that nothing has ended."""
        for change in self._open.values():
            yield from self._row(change, None)

    def _row(self, change: Change, end_ns: int | None) -> Iterator[dict[str, Any]]:
        if change.state is not State.TERMINATED and self._wanted.has_span(change, end_ns):
            yield {**span_row(Span(change.time, end_ns or 0, change)), "end_ns": end_ns, "place": self._tables.place(change.location)}


class Lines:
    """Rows as lines of JSON, from the one numbered `after` on."""

    def __init__(self, rows: Rows, *, after: int = 0) -> None:
        self._rows = rows
        self._left_out = after

    def take(self, frames: Iterable[Frame]) -> bytes:
        """Return the lines that frames complete."""
        return self._encoded(row for frame in frames for row in self._rows.take(frame))

    def rest(self) -> bytes:
        """Return the lines that are left when no frame follows."""
        return self._encoded(self._rows.rest())

    def _encoded(self, rows: Iterator[dict[str, Any]]) -> bytes:
        lines = []
        for row in rows:
            if self._left_out:
                self._left_out -= 1
            else:
                lines.append(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        return b"".join(lines)


def rows_of(rows: Rows, frames: Iterable[Frame]) -> Iterator[dict[str, Any]]:
    """Iterate over all rows of a run."""
    for frame in frames:
        yield from rows.take(frame)
    yield from rows.rest()


def page_of(rows: Iterable[dict[str, Any]], *, after: int, limit: int) -> tuple[list[dict[str, Any]], int | None]:
    """Return `limit` rows from the one numbered `after` on, and the number to go on from, or None at the end."""
    items = list(islice(rows, after, after + limit + 1))
    return items[:limit], after + limit if len(items) > limit else None


def findings_of(frames: Iterable[Frame], *, kind: str | None = None, level: str | None = None) -> list[dict[str, Any]]:
    """List the findings as they are now, in the order in which they were told, with the names of whom they are about."""
    tables = Recording()
    for frame in frames:
        if frame.kind in (FrameKind.DEFINE, FrameKind.FINDING):
            tables.add(frame)
    wanted = (row for row in tables.findings.values() if kind in (None, row["kind"]) and level in (None, row["level"]))
    return [_finding(row, tables) for row in wanted]


def _finding(row: dict[str, Any], tables: Recording) -> dict[str, Any]:
    names = ("id", "kind", "level", "message", "message_id", "parameters", "workers", "resources")
    return {
        **{name: row.get(name) for name in names},
        "worker_names": [tables.workers.get(number, {}).get("name") for number in row.get("workers", ())],
        "resource_names": [tables.resources.get(number, {}).get("name") for number in row.get("resources", ())],
        "at_ns": row.get("at"),
        "since_ns": row.get("since"),
        "place": tables.place(row.get("location", 0)),
        "open": row.get("open"),
    }
