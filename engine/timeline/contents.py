"""What is in files: who read one from its beginning, and who wrote it since, so that what somebody else had written there is gone.

An update is lost here as it is with other shared data (see data.py): a worker read the file, another wrote it, and then the first wrote
over that, or put another file in its place, with something made of what it had read. That the one was before the other is certain only if
the one call had returned before the other began, or if what was read shows it.

The reads and writes of one opening belong together, whatever line they are on (a buffer is written when the file is closed), so it is the
place of the opening by which they are found in what follows from what (see engine/flows.py).
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.events import EdgeKind, Event, Extent, Reason
from engine.flows import Flow
from engine.timeline.data import LONG_NS, base_of, checked_by, still_holds
from engine.timeline.sharing import Mishap, Part, Read, Write
from engine.wire import Edge

if TYPE_CHECKING:
    from engine.timeline.resources import Resource
    from engine.timeline.world import World

START, EMPTIED, REPLACED = int(Extent.START), int(Extent.EMPTIED), int(Extent.REPLACED)
NOTHING: Final = Flow()
PIECES_KEPT: Final = 256  # of one file


class Piece(NamedTuple):
    """A write: when it began, what of the file, and when that was read which it was made of (-1: of nothing)."""

    write: Write
    began: int
    marks: int
    made_of: int


class Content:
    """What is known of one file's content."""

    __slots__ = ("openings", "part", "pieces")

    def __init__(self) -> None:
        self.part = Part()
        self.pieces: deque[Piece] = deque(maxlen=PIECES_KEPT)
        self.openings: dict[int, int] = {}  # by worker: where it opened the file last


def opened(world: World, resource: Resource, event: Event) -> None:
    """Note where a worker opened a file."""
    _content(world, resource).openings[event.worker] = event.location


def was_read(world: World, resource: Resource, event: Event) -> None:
    """Note a read; only one from the beginning shows what there is."""
    if event.flags & START:
        content = _content(world, resource)
        content.part.note_read(event, at=_opening(content, event))


def was_written(world: World, resource: Resource, event: Event, began: int) -> None:
    """Note a write; say what is gone by it."""
    content = _content(world, resource)
    part = content.part
    at = event.location if event.flags & REPLACED else _opening(content, event)
    flow = world.tables.flows.get(at, NOTHING) if event.flags & START else NOTHING
    base = base_of(world, part, event.worker, flow)
    checked = checked_by(world, part, event.worker, flow)
    before = part.text
    made = part.note_write(event)
    if not event.flags & START:
        part.text = 0
    content.pieces.append(Piece(made, began, event.flags, -1 if base is None else base.time))
    others = [] if base is None else _overwritten(content, base, content.pieces[-1])
    if base is not None and others:
        for one in others:
            one.is_lost = True
        mishap = Mishap(event.time, event.worker, base, others[-1], made)
        world.sharing.datum(resource).trouble("lost-update", mishap, 0, count=len(others))
    elif checked is not None and base is None:
        read, check = checked
        unseen = _overwritten(content, read, content.pieces[-1])
        holds = still_holds(world, before, check)
        if unseen and holds is not True:
            mishap = Mishap(event.time, event.worker, read, unseen[-1], made, holds is False)
            world.sharing.datum(resource).trouble("check-then-act", mishap, 0)
    start = base if base is not None else checked[0] if checked is not None else None
    if start is not None and (others or event.time - start.time >= LONG_NS):
        reason = Reason.LOCK if others else Reason.NONE
        edge = Edge(start.time, event.time, EdgeKind.WINDOW, event.worker, event.worker, resource.id, start.location, event.text, reason)
        world.add_edge(edge)


def _opening(content: Content, event: Event) -> int:
    """Tell where a file was opened that a worker reads or writes; another may have done it, if there is but one such place."""
    own = content.openings.get(event.worker)
    if own is None:
        places = set(content.openings.values())
        own = places.pop() if len(places) == 1 else event.location
    return own


def _content(world: World, resource: Resource) -> Content:
    content = world.contents.get(resource.id)
    if content is None:
        content = world.contents[resource.id] = Content()
    return content


def _overwritten(content: Content, base: Read, made: Piece) -> list[Write]:
    """List the writes of others that came after the read, for certain, and of which nothing is left by this one.

    Of two that were written at the same time one is lost if neither knew of the other; it is taken to be the one that was done first.
    """
    since: list[Piece] = []
    for one in content.pieces:
        if base.text and one.write.text == base.text:
            since.clear()  # what stands there then is what was read: nothing before it is missed
        elif one.write.number > base.number and one is not made:
            since.append(one)
    if not since or (base.text and since[-1].write.text == base.text):
        return []
    return [
        one.write
        for one in since
        if one.write.worker != made.write.worker
        and not one.write.is_lost
        and (made.marks & EMPTIED or one.marks & START)
        and (one.write.time <= made.began or 0 <= one.made_of <= made.began)
        and (base.time <= one.began or (base.text and one.write.text and one.write.before == base.text))
    ]
