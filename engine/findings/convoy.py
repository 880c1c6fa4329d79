"""Lock convoy: a line of waiters that does not dissolve, hand-over after hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.events import Reason
from engine.findings.finding import Finding
from engine.findings.words import line_of, names_of, resource_name, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.resources import Line, Resource
    from engine.timeline.world import World

# Half a dozen threads that start together stand in line once and it dissolves. One that is there for a second, through LONG_LINE
# (timeline/holding.py) hand-overs, is there to stay. The time that threads were ready and got no CPU does not count: on a busy machine
# every line is longer.
STANDING_NS: Final = 1_000_000_000
AGAIN: Final = 1.5

MESSAGES: Final = {
    "finding.lock-convoy": (
        "A line of waiters has stood at {resource} for {lasted_ns} and {count} hand-overs without dissolving: {workers} mostly "
        "wait for their turn (line {line}). Hold the lock for less, take it less often, or split what it guards."
    ),
}


class Convoys:
    """Looks at the locks with a line of waiters."""

    def __init__(self) -> None:
        self._told: dict[tuple[int, int], int] = {}

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell of lines that have stood for long, and again when they have stood for much longer."""
        for resource in list(world.lines):
            line = resource.line
            if line is None:
                world.lines.discard(resource)
            else:
                yield from self._judge(world, resource, line, is_last=is_last)

    def _judge(self, world: World, resource: Resource, line: Line, *, is_last: bool) -> Iterator[Finding]:
        owner = resource.owner
        delay = owner.process.delay_ns - line.delay if owner is not None else 0
        lasted = world.now - line.since - max(delay, 0)
        is_orderly = resource.barged - line.barged <= line.handovers  # else most take it out of turn: that starves, and is no convoy
        told = self._told.get((resource.id, line.since), 0)
        if lasted >= STANDING_NS and is_orderly and lasted > told * (1 if is_last else AGAIN):
            self._told[resource.id, line.since] = lasted
            yield _finding(world, resource, line, lasted)


def _finding(world: World, resource: Resource, line: Line, lasted: int) -> Finding:
    waits = [wait for wait in resource.waits.values() if wait.reason is Reason.LOCK]
    workers = sorted(line.members)
    place = waits[0].location if waits else resource.held_at
    parameters: dict[str, Any] = {
        "resource": resource_name(resource),
        "lasted_ns": lasted,
        "count": line.handovers,
        "workers": names_of(world, workers),
        "line": line_of(world, place),
    }
    return Finding(
        kind="lock-convoy",
        level="warning",
        message=say(MESSAGES["finding.lock-convoy"], parameters),
        message_id="finding.lock-convoy",
        key=("lock-convoy", resource.id, line.since),
        at=world.now,
        since=line.since,
        parameters=parameters,
        workers=workers,
        resources=[resource.id],
        location=place,
        is_open=False,
    )
