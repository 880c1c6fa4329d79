"""A run read back from its frames: everything a `.lockstep` file says, in tables. A file that was cut off anywhere can be read."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from engine.errors import WireError
from engine.events import Event
from engine.export.rows import FrameSource, KeptRows, kept_changes, kept_edges, kept_events
from engine.wire import HEADER, MAX_BODY, Change, Edge, Frame, FrameKind, FrameReader, decode_changes, decode_edges, decode_events

Row = TypeVar("Row", Event, Change, Edge)


@dataclass(slots=True)
class Recording:
    """What the frames of one run say. Times are ns since the run began; rows of JSON frames stay as they are."""

    meta: dict[str, Any] = field(default_factory=dict)
    workers: dict[int, dict[str, Any]] = field(default_factory=dict)
    resources: dict[int, dict[str, Any]] = field(default_factory=dict)
    locations: dict[int, tuple[str, int, str]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    events: Collection[Event] = field(default_factory=list)
    changes: Collection[Change] = field(default_factory=list)
    edges: Collection[Edge] = field(default_factory=list)
    outputs: list[tuple[int, int, int, str]] = field(default_factory=list)
    findings: dict[int, dict[str, Any]] = field(default_factory=dict)
    status: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] | None = None
    damage: str | None = None  # why the file could not be read to its end
    frames: FrameSource = tuple  # the frames all of it was read from, as far as they are kept
    last_ns: int = 0  # of the last event and the last change

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
                self.last_ns = max(self.last_ns, _keep(self.events, frame, decode_events))
            case FrameKind.CHANGES:
                self.last_ns = max(self.last_ns, _keep(self.changes, frame, decode_changes))
            case FrameKind.EDGES:
                _keep(self.edges, frame, decode_edges)
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
        return max(known, self.last_ns)

    def place(self, location: int) -> str | None:
        """Spell a location as "file:line"; None for location 0."""
        row = self.locations.get(location)
        return f"{row[0]}:{row[1]}" if row else None


def _keep(rows: Collection[Row], frame: Frame, decode: Callable[[bytes], list[Row]]) -> int:
    """Take a frame's rows in; return the first number of the last: a time."""
    if isinstance(rows, KeptRows):
        return rows.note(frame)
    assert isinstance(rows, list)
    rows += (more := decode(frame.body))
    return int(more[-1][0]) if more else 0


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Turn what goes wrong with a run whose frames are whole and make no sense (a bit has changed) into a WireError."""
    try:
        yield
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as problem:
        raise WireError(f"{name} is damaged: what its frames say does not fit together.") from problem


def open_recording(frames: FrameSource) -> Recording:
    """Read a run whose events, changes and edges stay in their frames. `frames` gives them anew each time."""
    recording = Recording(events=kept_events(frames), changes=kept_changes(frames), edges=kept_edges(frames), frames=frames)
    for frame in frames():
        recording.add(frame)
    return recording


def read_recording(path: Path) -> Recording:
    """Read a `.lockstep` file. Raises WireError if it is none; one that is cut off or damaged later is read as far as it goes."""
    kept: list[Frame] = []
    recording, reader = Recording(frames=lambda: kept), FrameReader()
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
            kept += frames
            for frame in frames:
                recording.add(frame)
    if not recording.meta:
        raise WireError(f"{path.name} holds no run: it is empty, or cut off before its first frame.")
    if recording.damage is None and reader.pending:
        recording.damage = "the file is cut off in the middle of a frame"
    return recording
