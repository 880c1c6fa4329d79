"""Releases that nobody would expect: of a lock that another holds, and of a semaphore above what it began with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.findings.finding import Finding
from engine.findings.words import line_of, name_of, resource_name, say
from engine.timeline.noticed import ForeignRelease, OverRelease

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.resources import Resource
    from engine.timeline.world import World

MESSAGES: Final = {
    "finding.foreign-release": (
        "{who} released {resource} at line {line}, which {owner} had taken at line {owner_line} and held for {held_ns}. A Lock "
        "allows that, an RLock does not. If it was not meant, let whoever takes a lock release it, best by a with block."
    ),
    "finding.over-release": (
        "{who} released {resource} at line {line}: it has {value} permits now and began with {capacity}, so more workers than "
        "meant may be inside at once. Release only what was taken; a BoundedSemaphore raises an error at this line."
    ),
    "finding.over-release.untaken": (
        "{who} released {resource} at line {line} without having taken it: it rose to {value} permits and began with "
        "{capacity}, so more workers than meant may be inside at once. Release only what was taken; a BoundedSemaphore raises "
        "an error where it rises too far."
    ),
}


class ForeignReleases:
    """Tells of each lock once that somebody released it who did not hold it."""

    def __init__(self) -> None:
        self._told: set[int] = set()

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new."""
        for fact in noticed:
            if isinstance(fact, ForeignRelease) and fact.resource.id not in self._told:
                self._told.add(fact.resource.id)
                yield _foreign(world, fact)


def _foreign(world: World, fact: ForeignRelease) -> Finding:
    event, resource = fact.event, fact.resource
    parameters = {
        "who": world.label(fact.thread),
        "resource": resource_name(resource),
        "line": line_of(world, event.location),
        "owner": world.label(fact.owner),
        "owner_line": line_of(world, fact.owner_location),
        "held_ns": fact.held_ns,
    }
    return Finding(
        kind="foreign-release",
        level="info",
        message=say(MESSAGES["finding.foreign-release"], parameters),
        message_id="finding.foreign-release",
        key=("foreign-release", resource.id),
        at=event.time,
        since=event.time,
        parameters=parameters,
        workers=[fact.thread.id, fact.owner.id],
        resources=[resource.id],
        location=event.location,
        is_open=False,
    )


class OverReleases:
    """Tells of each semaphore once that it rose above what it began with.

    A semaphore that one side releases and another takes counts things (items in a buffer that was not empty at first), so it may rise. One
    that its takers release themselves, or that nobody takes at all, limits how many are inside: of that one it is told.
    """

    def __init__(self) -> None:
        self._pending: dict[int, OverRelease] = {}
        self._told: set[int] = set()

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new; of a semaphore that nobody has taken yet only at the end."""
        for fact in noticed:
            if isinstance(fact, OverRelease) and fact.resource.id not in self._told:
                self._pending.setdefault(fact.resource.id, fact)
        for number, fact in list(self._pending.items()):
            if _is_limit(fact.resource) or (is_last and not fact.resource.takers):
                del self._pending[number]
                self._told.add(number)
                yield _over(world, fact)


def _is_limit(resource: Resource) -> bool:
    return not resource.takers.keys().isdisjoint(resource.senders)


def _over(world: World, fact: OverRelease) -> Finding:
    resource = fact.resource
    blamed = fact.unfounded or fact.event
    message_id = "finding.over-release.untaken" if fact.unfounded is not None and resource.takers else "finding.over-release"
    parameters = {
        "who": name_of(world, blamed.worker),
        "resource": resource_name(resource),
        "line": line_of(world, blamed.location),
        "value": fact.event.value,
        "capacity": resource.facts.capacity,
    }
    return Finding(
        kind="over-release",
        level="warning",
        message=say(MESSAGES[message_id], parameters),
        message_id=message_id,
        key=("over-release", resource.id),
        at=blamed.time,
        since=blamed.time,
        parameters=parameters,
        workers=[blamed.worker],
        resources=[resource.id],
        location=blamed.location,
        is_open=False,
    )
