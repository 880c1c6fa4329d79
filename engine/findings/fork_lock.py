"""Fork with a lock held: another thread of the parent has it, and in the child it stays locked, for that thread is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.findings.finding import Finding
from engine.findings.knots import has_lasted, is_frozen
from engine.findings.words import line_of, name_of, resource_name, say
from engine.timeline.noticed import ForkHolding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.resources import Wait
    from engine.timeline.workers import Contender
    from engine.timeline.world import World

ADVICE: Final = "Start processes before threads, or start them by spawn or forkserver."
MESSAGES: Final = {
    "finding.fork-with-lock-held": (
        "{forker} forked {child} at line {line} while {owner} held {resource} (taken at line {owner_line}). The child has a "
        "copy of the lock that is locked, and not the thread that could release it. " + ADVICE
    ),
    "finding.fork-with-lock-held.hang": (
        "{child} will wait for {resource} for ever (line {line}): {owner} held it (taken at line {owner_line}) when {forker} "
        "forked {child}, and the child has a locked copy, but not the thread that could release it. " + ADVICE
    ),
}


class ForksWithLocks:
    """Tells of each fork while somebody else held a lock, by the line that forks and the lock, once."""

    def __init__(self) -> None:
        self._told: set[tuple[int, int]] = set()

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new."""
        for fact in noticed:
            if not isinstance(fact, ForkHolding):
                continue
            for owner, resource, place in fact.held:
                if (fact.event.location, resource.id) not in self._told:
                    self._told.add((fact.event.location, resource.id))
                    yield _warning(world, fact, owner, resource.id, place)


def _warning(world: World, fact: ForkHolding, owner: Contender, resource: int, place: int) -> Finding:
    event = fact.event
    parameters: dict[str, Any] = {
        "forker": world.label(fact.thread),
        "child": world.label(fact.child),
        "line": line_of(world, event.location),
        "owner": world.label(owner),
        "resource": resource_name(world.resources.get(resource)),
        "owner_line": line_of(world, place),
    }
    return Finding(
        kind="fork-with-lock-held",
        level="warning",
        message=say(MESSAGES["finding.fork-with-lock-held"], parameters),
        message_id="finding.fork-with-lock-held",
        key=("fork-with-lock-held", event.location, resource),
        at=event.time,
        since=event.time,
        parameters=parameters,
        workers=[fact.thread.id, owner.id, fact.child.id],
        resources=[resource],
        location=event.location,
        is_open=False,
    )


def find_fork_hangs(world: World, knot: dict[Contender, Wait]) -> list[Finding]:
    """Find those in a knot who wait for a lock that their process was forked with."""
    return [_hang(world, thread, wait) for thread, wait in knot.items() if is_frozen(thread, wait) and has_lasted(world, [wait])]


def _hang(world: World, thread: Contender, wait: Wait) -> Finding:
    resource = wait.resource
    owner = resource.owner if resource is not None else None
    parameters: dict[str, Any] = {
        "child": world.label(thread),
        "resource": resource_name(resource),
        "line": line_of(world, wait.location),
        "owner": world.label(owner) if owner is not None else "?",
        "owner_line": line_of(world, resource.held_at) if resource is not None else "?",
        "forker": name_of(world, thread.process.parent),
    }
    return Finding(
        kind="fork-with-lock-held",
        level="error",
        message=say(MESSAGES["finding.fork-with-lock-held.hang"], parameters),
        message_id="finding.fork-with-lock-held.hang",
        key=("fork-with-lock-held", thread.id, wait.since),
        at=world.now,
        since=wait.since,
        parameters=parameters,
        workers=[thread.id, *([owner.id] if owner is not None else [])],
        resources=[resource.id] if resource is not None else [],
        location=wait.location,
    )
