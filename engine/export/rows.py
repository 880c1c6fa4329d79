"""Rows that stay where they are: each pass over them reads their frames anew, so that a long run need not fit into memory."""

import struct
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Generic, TypeVar

from engine.events import Event
from engine.wire import CHANGE_ROW, EDGE_ROW, EVENT_ROW, Change, Edge, Frame, FrameKind, decode_changes, decode_edges, decode_events

Row = TypeVar("Row")
FrameSource = Callable[[], Iterable[Frame]]


class KeptRows(Collection[Row], Generic[Row]):
    """All rows of one kind of frame, in the order of the frames."""

    def __init__(self, frames: FrameSource, kind: FrameKind, layout: struct.Struct, decode: Callable[[bytes], list[Row]]) -> None:
        self._frames = frames
        self._kind = kind
        self._layout = layout
        self._decode = decode
        self._count = 0

    def note(self, frame: Frame) -> int:
        """Count a frame's rows, on the one pass that takes every frame; return the first number of its last row: a time."""
        self._count += len(frame.body) // self._layout.size
        if len(frame.body) < self._layout.size:
            return 0
        (last,) = struct.unpack_from("<q", frame.body, len(frame.body) - self._layout.size)
        return int(last)

    def __iter__(self) -> Iterator[Row]:
        for frame in self._frames():
            if frame.kind == self._kind:
                yield from self._decode(frame.body)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, row: object) -> bool:
        return any(row == one for one in self)


def kept_events(frames: FrameSource) -> KeptRows[Event]:
    """Make the rows of EVENTS."""
    return KeptRows(frames, FrameKind.EVENTS, EVENT_ROW, decode_events)


def kept_changes(frames: FrameSource) -> KeptRows[Change]:
    """Make the rows of CHANGES."""
    return KeptRows(frames, FrameKind.CHANGES, CHANGE_ROW, decode_changes)


def kept_edges(frames: FrameSource) -> KeptRows[Edge]:
    """Make the rows of EDGES."""
    return KeptRows(frames, FrameKind.EDGES, EDGE_ROW, decode_edges)
