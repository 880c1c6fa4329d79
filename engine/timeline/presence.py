"""Whether files are there: who tested it, who made one or took it away since, and what came of acting on a test that no longer held.

A test counts only if the act on the same path came of it (see engine/existence.py), or if the act failed for that very reason and the
failure ended the worker: who catches it has thought of it.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.events import Presence as Bits
from engine.timeline.noticed import Outdated

if TYPE_CHECKING:
    from engine.events import Event
    from engine.timeline.workers import Contender
    from engine.timeline.world import World

THERE, REFUSED, EMPTIED = int(Bits.THERE), int(Bits.REFUSED), int(Bits.EMPTIED)
KEPT: Final = 64  # changes of one file


class Test(NamedTuple):
    """A test, and when the act on its strength began."""

    time: int
    was_there: bool
    location: int
    acted: int


class Change(NamedTuple):
    """A file came to be there, or is gone; `is_blind`: by somebody who had found that it was not there."""

    event: Event
    is_there: bool
    is_blind: bool


class Presence:
    """What is known of one file's being there."""

    __slots__ = ("changes", "tests")

    def __init__(self) -> None:
        self.changes: deque[Change] = deque(maxlen=KEPT)
        self.tests: dict[int, Test] = {}  # by worker


def looked(world: World, thread: Contender, event: Event) -> None:
    """LOOKED: somebody is about to act on a test whether a file is there."""
    _presence(world, event).tests[event.worker] = Test(event.time - event.value, bool(event.flags), event.location, event.time)


def changed(world: World, thread: Contender, event: Event) -> None:
    """PRESENCE: a file was made or taken away, or that failed."""
    presence = _presence(world, event)
    test = presence.tests.pop(event.worker, None)
    is_there, is_refused = bool(event.flags & THERE), bool(event.flags & REFUSED)
    is_blind = bool(test and not test.was_there and event.flags & EMPTIED and _comes_of(world, event, test))
    other = _meanwhile(presence, test, event, is_blind=is_blind) if test is not None and (is_refused or is_blind) else None
    if test is not None and other is not None:
        found = Outdated(event, test, other.event, is_refused)
        if is_refused:
            world.refused[event.worker] = found
        else:
            world.noticed.append(found)
    if not is_refused:
        presence.changes.append(Change(event, is_there, is_blind))


def raised(world: World, worker: int, location: int) -> None:
    """Note that an exception ended a worker: perhaps that of its last act on a file."""
    refused = world.refused.pop(worker, None)
    if refused is not None and _line(world, refused.event.location) == _line(world, location):
        world.noticed.append(refused)


def _presence(world: World, event: Event) -> Presence:
    known = world.presence.get(event.resource)
    if known is None:
        known = world.presence[event.resource] = Presence()
    return known


def _meanwhile(presence: Presence, test: Test, event: Event, *, is_blind: bool) -> Change | None:
    """Find the change by another, after a test, because of which that no longer held when somebody acted on it."""
    found: Change | None = None
    for change in reversed(presence.changes):
        if change.event.time <= test.time or change.is_there is test.was_there:
            break
        found = change
    if found is None or found.event.worker == event.worker:
        return None
    # Of two that acted at the same time, each on a test of its own, one came second.
    is_before = found.event.time <= test.acted or not is_blind or found.is_blind
    return found if is_before else None


def _comes_of(world: World, event: Event, test: Test) -> bool:
    flow = world.tables.flows.get(event.location)
    (file, line), (other_file, _) = _line(world, test.location), _line(world, event.location)
    return flow is not None and file == other_file and line in flow.tests


def _line(world: World, location: int) -> tuple[str, int]:
    return world.tables.locations[location - 1][:2] if location else ("", 0)
