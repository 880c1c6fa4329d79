"""Feeder hang: a child is joined before its items are out of the queue, and cannot end before they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.events import Reason
from engine.findings.finding import Finding
from engine.findings.knots import has_lasted, successors
from engine.findings.words import line_of, resource_name, say

if TYPE_CHECKING:
    from engine.timeline.resources import Wait
    from engine.timeline.workers import Contender
    from engine.timeline.world import World

MESSAGES: Final = {
    "finding.feeder-hang": (
        "{joiner} waits for {child} to end (line {line}), but {child} cannot: {resource} still has {count} of its items, the "
        "pipe is full, and the thread that feeds them into it waits for room. Get the items first, then join."
    ),
}


def find_feeder_hangs(world: World, knot: dict[Contender, Wait]) -> list[Finding]:
    """Find those in a knot who wait for a process whose queue's feeder waits for room in its pipe."""
    found = []
    for thread, wait in knot.items():
        if wait.target and not thread.is_helper and world.workers[wait.target].facts.process != thread.process.id:
            found += [_finding(world, thread, wait, knot, feeder) for feeder in _feeders(world, wait, knot)]
    return found


def _feeders(world: World, wait: Wait, knot: dict[Contender, Wait]) -> list[Contender]:
    """Find the feeders that keep a process from ending."""
    return [
        step
        for step in successors(wait, knot, world)
        if step.facts.is_helper and knot[step].reason is Reason.QUEUE_PUT and has_lasted(world, [wait, knot[step]])
    ]


def _finding(world: World, thread: Contender, wait: Wait, knot: dict[Contender, Wait], feeder: Contender) -> Finding:
    queue, child = knot[feeder].resource, feeder.process
    ours = {other.id for other in child.threads}
    parameters: dict[str, Any] = {
        "joiner": world.label(thread),
        "child": child.facts.name,
        "line": line_of(world, wait.location),
        "count": sum(item.worker in ours for item in queue.items) if queue is not None else 0,
        "resource": resource_name(queue),
    }
    return Finding(
        kind="feeder-hang",
        level="error",
        message=say(MESSAGES["finding.feeder-hang"], parameters),
        message_id="finding.feeder-hang",
        key=("feeder-hang", thread.id, feeder.id, wait.since),
        at=world.now,
        since=max(wait.since, knot[feeder].since),
        parameters=parameters,
        workers=[child.id, thread.id],
        resources=[queue.id] if queue is not None else [],
        location=wait.location,
    )
