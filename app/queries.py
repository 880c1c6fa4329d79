"""Questions about a run's frames, answered row by row: events and spans as the API spells them. Values in, values out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice
from typing import Any

from engine.events import Event
from engine.wire import NO_CPU, Change, Frame, FrameKind, decode_changes, decode_events


@dataclass(slots=True)
class Names:
    """The tables that DEFINE frames fill: source locations and texts by id."""

    locations: dict[int, dict[str, Any]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    def learn(self, body: dict[str, Any]) -> None:
        """Take a DEFINE body."""
        for number, file, line, function in body.get("locations", ()):
            self.locations[number] = {"file": file, "line": line, "function": function}
        for number, text in body.get("texts", {}).items():
            self.texts[int(number)] = text


def spell(member: IntEnum) -> str:
    """Spell a number as the API does: kebab-case."""
    return member.name.lower().replace("_", "-")


def page_of(rows: Iterable[dict[str, Any]], *, after: int, limit: int) -> tuple[list[dict[str, Any]], int | None]:
    """Return `limit` rows from the one numbered `after` on, and the number to go on from, or None at the end."""
    items = list(islice(rows, after, after + limit + 1))
    return items[:limit], after + limit if len(items) > limit else None


def events_of(frames: Iterable[Frame]) -> Iterator[dict[str, Any]]:
    """Iterate over the run's events in order of time, numbered from 0."""
    names = Names()
    number = 0
    for frame in frames:
        match frame.kind:
            case FrameKind.DEFINE:
                names.learn(frame.json())
            case FrameKind.EVENTS:
                for event in decode_events(frame.body):
                    yield {"number": number, **_event_row(event, names)}
                    number += 1


def spans_of(frames: Iterable[Frame], *, worker: int | None = None, from_ns: int = 0, to_ns: int | None = None) -> Iterator[dict[str, Any]]:
    """Iterate over the spans that touch a stretch of time, each as soon as it is over; the open ones last, with `t1` null."""
    names = Names()
    open_changes: dict[int, Change] = {}

    def touches(start: int, end: int | None) -> bool:
        return (end is None or end > from_ns) and (to_ns is None or start < to_ns)

    for frame in frames:
        match frame.kind:
            case FrameKind.DEFINE:
                names.learn(frame.json())
            case FrameKind.CHANGES:
                for change in decode_changes(frame.body):
                    if worker is not None and change.worker != worker:
                        continue
                    before = open_changes.get(change.worker)
                    if before is not None and before.time < change.time and touches(before.time, change.time):
                        yield _span_row(before, change.time, names)
                    open_changes[change.worker] = change
    for change in open_changes.values():
        if touches(change.time, None):
            yield _span_row(change, None, names)


def _event_row(event: Event, names: Names) -> dict[str, Any]:
    return {
        "time_ns": event.time,
        "kind": spell(event.kind),
        "worker": event.worker,
        "resource": event.resource or None,
        "target": event.target or None,
        "reason": spell(event.reason) if event.reason else None,
        "value": event.value,
        "flags": event.flags,
        "waiters": event.waiters,
        "text": names.texts.get(event.text),
        "location": names.locations.get(event.location),
    }


def _span_row(change: Change, end: int | None, names: Names) -> dict[str, Any]:
    return {
        "worker": change.worker,
        "state": spell(change.state),
        "reason": spell(change.reason) if change.reason else None,
        "t0_ns": change.time,
        "t1_ns": end,
        "known": spell(change.known),
        "cpu": change.cpu if change.cpu != NO_CPU else None,
        "resource": change.resource or None,
        "target": change.target or None,
        "by": change.by or None,
        "location": names.locations.get(change.location),
    }
