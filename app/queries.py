"""Questions about a run's frames, answered row by row as they are read: events and spans, spelled as the JSON export spells them."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from engine.events import State
from engine.export.json_export import event_row, span_row
from engine.export.recording import Recording
from engine.export.spans import Span
from engine.wire import Change, Frame, FrameKind, decode_changes, decode_events


def page_of(rows: Iterable[dict[str, Any]], *, after: int, limit: int) -> tuple[list[dict[str, Any]], int | None]:
    """Return `limit` rows from the one numbered `after` on, and the number to go on from, or None at the end."""
    items = list(islice(rows, after, after + limit + 1))
    return items[:limit], after + limit if len(items) > limit else None


def skip(rows: Iterator[dict[str, Any]], count: int) -> None:
    """Pass over so many rows."""
    deque(islice(rows, count), maxlen=0)


def events_of(frames: Iterable[Frame]) -> Iterator[dict[str, Any]]:
    """Iterate over the run's events in order of time, numbered from 0; `place` is "file:line"."""
    tables = Recording()
    number = 0
    for frame in frames:
        match frame.kind:
            case FrameKind.DEFINE:
                tables.add(frame)
            case FrameKind.EVENTS:
                for event in decode_events(frame.body):
                    yield {"number": number, **event_row(event, tables), "place": tables.place(event.location)}
                    number += 1


def spans_between(
    frames: Iterable[Frame], *, worker: int | None = None, from_ns: int = 0, to_ns: int | None = None
) -> Iterator[dict[str, Any]]:
    """Iterate over the spans that touch a stretch of time, each when it is over; those still open last, with `end_ns` null."""
    tables = Recording()
    open_changes: dict[int, Change] = {}

    def row(change: Change, end: int | None) -> dict[str, Any] | None:
        is_outside = (end is not None and end <= from_ns) or (to_ns is not None and change.time >= to_ns)
        if is_outside or change.state is State.TERMINATED:
            return None
        return {**span_row(Span(change.time, end or 0, change)), "end_ns": end, "place": tables.place(change.location)}

    for frame in frames:
        match frame.kind:
            case FrameKind.DEFINE:
                tables.add(frame)
            case FrameKind.CHANGES:
                for change in decode_changes(frame.body):
                    if worker is not None and change.worker != worker:
                        continue
                    before = open_changes.get(change.worker)
                    if before is not None and before.time < change.time and (found := row(before, change.time)):
                        yield found
                    open_changes[change.worker] = change
    for change in open_changes.values():
        if found := row(change, None):
            yield found
