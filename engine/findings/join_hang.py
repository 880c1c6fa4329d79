"""Join-hang: a join that waits for a worker which can never end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.findings.deadlock import ring_rows, wants
from engine.findings.finding import Finding
from engine.findings.knots import has_lasted, successors

if TYPE_CHECKING:
    from engine.timeline.resources import Wait
    from engine.timeline.workers import Contender
    from engine.timeline.world import World


def find_join_hangs(world: World, knot: dict[Contender, Wait]) -> list[Finding]:
    """Find those in a knot who wait for another of it to end."""
    found = []
    for thread, wait in knot.items():
        targets = successors(wait, knot, world) if wait.target else []
        if wait.target and world.workers[wait.target].facts.is_helper:
            continue  # the library waits for its own; whoever joins this one is told
        if _leads_back(world, thread, targets, knot):
            continue  # they wait for each other: a deadlock, which is told as one
        if targets and has_lasted(world, [wait, *(knot[target] for target in targets)]):
            found.append(_finding(world, thread, wait, targets, knot))
    return found


def _leads_back(world: World, thread: Contender, targets: list[Contender], knot: dict[Contender, Wait]) -> bool:
    seen: set[Contender] = set()
    todo = list(targets)
    while todo:
        step = todo.pop()
        if step is thread:
            return True
        if step not in seen:
            seen.add(step)
            todo += successors(knot[step], knot, world)
    return False


def _finding(world: World, thread: Contender, wait: Wait, targets: list[Contender], knot: dict[Contender, Wait]) -> Finding:
    target = world.workers[wait.target]
    who, joined = world.label(thread), world.label(target)
    root = _root(world, targets[0], knot)
    why, resource = wants(world, root), root.resource
    return Finding(
        kind="join-hang",
        level="error",
        message=f"{who} waits for {joined} to finish, but {joined} waits for {why} and will never end.",
        message_id="finding.join-hang",
        key=("join-hang", thread.id, wait.since),
        at=world.now,
        since=max(wait.since, *(knot[step].since for step in targets)),
        parameters={"who": who, "target": joined, "why": why, "resource": resource.facts.name if resource else ""},
        workers=[thread.id, target.id, *_companions(targets[0], root, knot)],
        resources=[resource.id] if resource else [],
        location=wait.location,
        ring=ring_rows(world, [thread, *targets], knot),
    )


def _root(world: World, thread: Contender, knot: dict[Contender, Wait]) -> Wait:
    """Follow the library's own joins to what is really waited for, e.g. from a queue's end to its feeder."""
    wait = knot[thread]
    seen = {thread}
    while wait.target and world.workers[wait.target].facts.is_helper:
        following = [step for step in successors(wait, knot, world) if step not in seen]
        if not following:
            break
        seen.add(following[0])
        wait = knot[following[0]]
    return wait


def _companions(target: Contender, root: Wait, knot: dict[Contender, Wait]) -> list[int]:
    """Find who else waits for ever for the same: the other consumers that got no sentinel."""
    if root.resource is None or root.target:
        return []
    return [thread.id for thread, wait in knot.items() if thread is not target and wait is not root and wait.resource is root.resource]
