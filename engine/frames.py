"""A batch as frames: definitions first, then what refers to them. No frame's body is longer than about `LIMIT`."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from engine.timeline.batch import Batch
from engine.wire import Frame, FrameKind, encode_changes, encode_edges, encode_events, encode_frame, encode_json

LIMIT = 256 * 1024  # bytes of a body
ROWS = LIMIT // 48  # of the longest row
JSON_ROWS = 500  # rows of a JSON body before it is measured

Row = TypeVar("Row")


def encode(batch: Batch, *, sequence: int) -> list[Frame]:
    """Encode a batch; the first frame gets the number `sequence`, the next the one after it, and so on."""
    return [encode_frame(kind, body, sequence=sequence + n) for n, (kind, body) in enumerate(_bodies(batch))]


def _bodies(batch: Batch) -> Iterator[tuple[FrameKind, bytes]]:
    for name, rows in (("locations", batch.locations), ("workers", batch.workers), ("resources", batch.resources)):
        for body in _json_bodies(rows, lambda part, name=name: {name: part}):  # type: ignore[misc] # the default binds the loop's name
            yield FrameKind.DEFINE, body
    for body in _json_bodies(list(batch.texts.items()), lambda part: {"texts": dict(part)}):
        yield FrameKind.DEFINE, body
    for first in range(0, len(batch.events), ROWS):
        yield FrameKind.EVENTS, encode_events(batch.events[first : first + ROWS])
    for first in range(0, len(batch.changes), ROWS):
        yield FrameKind.CHANGES, encode_changes(batch.changes[first : first + ROWS])
    for first in range(0, len(batch.edges), ROWS):
        yield FrameKind.EDGES, encode_edges(batch.edges[first : first + ROWS])
    for body in _json_bodies(batch.outputs, list):
        yield FrameKind.OUTPUT, body
    for finding in batch.findings:
        yield FrameKind.FINDING, encode_json(finding)


def _json_bodies(rows: Sequence[Row], wrap: Callable[[Sequence[Row]], Any], *, most: int = JSON_ROWS) -> Iterator[bytes]:
    for first in range(0, len(rows), most):
        part = rows[first : first + most]
        body = encode_json(wrap(part))
        if len(body) > LIMIT and len(part) > 1:
            yield from _json_bodies(part, wrap, most=(len(part) + 1) // 2)
        else:
            yield body
