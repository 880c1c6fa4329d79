"""A run read back from its frames: everything a `.lockstep` file says, in tables. A file that was cut off anywhere can be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import WireError
from engine.events import Event
from engine.wire import HEADER, MAX_BODY, Change, Edge, Frame, FrameKind, FrameReader, decode_changes, decode_edges, decode_events


@dataclass(slots=True)
class Recording:
    """What the frames of one run say. Times are ns since the run began; rows of JSON frames stay as they are."""

    meta: dict[str, Any] = field(default_factory=dict)
    workers: dict[int, dict[str, Any]] = field(default_factory=dict)
    resources: dict[int, dict[str, Any]] = field(default_factory=dict)
    locations: dict[int, tuple[str, int, str]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    outputs: list[tuple[int, int, int, str]] = field(default_factory=list)
    findings: dict[int, dict[str, Any]] = field(default_factory=dict)
    status: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] | None = None
    damage: str | None = None  # why the file could not be read to its end

    def add(self, frame: Frame) -> None:
        """Take one frame. A kind that is not known is passed over, and so is a damaged body, but that is said in `damage`."""
        try:
            self._take(frame)
        except (WireError, ValueError, TypeError, KeyError, IndexError, AttributeError):
            self.damage = f"frame {frame.sequence} is damaged"

    def _take(self, frame: Frame) -> None:
        match frame.kind:
            case FrameKind.META:
                self.meta = frame.json()
            case FrameKind.DEFINE:
                self._define(frame.json())
            case FrameKind.EVENTS:
                self.events += decode_events(frame.body)
            case FrameKind.CHANGES:
                self.changes += decode_changes(frame.body)
            case FrameKind.EDGES:
                self.edges += decode_edges(frame.body)
            case FrameKind.OUTPUT:
                self.outputs += [(row[0], row[1], row[2], row[3]) for row in frame.json()]
            case FrameKind.FINDING:
                finding = frame.json()
                self.findings[finding["id"]] = finding
            case FrameKind.STATUS:
                self.status = frame.json()
            case FrameKind.SUMMARY:
                self.summary = frame.json()
            case _:
                pass

    def _define(self, body: dict[str, Any]) -> None:
        self.workers.update({row["id"]: row for row in body.get("workers", [])})
        self.resources.update({row["id"]: row for row in body.get("resources", [])})
        self.locations.update({row[0]: (row[1], row[2], row[3]) for row in body.get("locations", [])})
        self.texts.update({int(number): text for number, text in body.get("texts", {}).items()})

    @property
    def is_whole(self) -> bool:
        """Whether the run was recorded to its end."""
        return self.summary is not None and self.damage is None

    @property
    def end_ns(self) -> int:
        """Up to when the run is known."""
        known: int = self.status.get("now", 0)
        return max(known, self.changes[-1].time if self.changes else 0, self.events[-1].time if self.events else 0)

    def place(self, location: int) -> str | None:
        """Spell a location as "file:line"; None for location 0."""
        row = self.locations.get(location)
        return f"{row[0]}:{row[1]}" if row else None


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Turn what goes wrong with a run whose frames are whole and make no sense (a bit has changed) into a WireError."""
    try:
        yield
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as problem:
        raise WireError(f"{name} is damaged: what its frames say does not fit together.") from problem


def read_recording(path: Path) -> Recording:
    """Read a `.lockstep` file. Raises WireError if it is none; one that is cut off or damaged later is read as far as it goes."""
    recording, reader = Recording(), FrameReader()
    with path.open("rb") as file:
        while header := file.read(HEADER.size):
            # One frame at a time, so that a damaged one takes no other with it.
            length = HEADER.unpack(header)[3] if len(header) == HEADER.size else 0
            try:
                frames = reader.feed(header + file.read(min(length, MAX_BODY)))
            except WireError as problem:
                if not recording.meta:
                    raise
                recording.damage = str(problem)
                break
            for frame in frames:
                recording.add(frame)
    if not recording.meta:
        raise WireError(f"{path.name} holds no run: it is empty, or cut off before its first frame.")
    if recording.damage is None and reader.pending:
        recording.damage = "the file is cut off in the middle of a frame"
    return recording
