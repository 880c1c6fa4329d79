"""Deadlock: workers that wait for each other, or for what nobody alive can give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import Reason
from engine.findings.finding import Finding
from engine.findings.knots import has_lasted, is_frozen, job_of, successors, was_left
from engine.timeline.jobs import running

if TYPE_CHECKING:
    from engine.timeline.resources import Wait
    from engine.timeline.workers import Contender
    from engine.timeline.world import World

Knot = dict["Contender", "Wait"]

WANTS = {
    Reason.LOCK: "{resource}",
    Reason.SEMAPHORE: "a permit of {resource}",
    Reason.QUEUE_GET: "an item from {resource}",
    Reason.QUEUE_PUT: "room in {resource}",
    Reason.JOIN: "{target} to finish",
    Reason.PROCESS: "{target} to finish",
    Reason.EVENT: "{resource} to be set",
    Reason.CONDITION: "a notify of {resource}",
    Reason.BARRIER: "the others at {resource}",
    Reason.PIPE: "a message from {resource}",
    Reason.FUTURE: "the result of {resource}",
}


def find_deadlocks(world: World, knot: Knot) -> list[Finding]:
    """Find the rings in a knot, and the groups that wait for what nobody alive can give."""
    rings = _rings(world, knot)
    found = [_ring_finding(world, ring, knot) for ring in rings if has_lasted(world, (knot[thread] for thread in ring))]
    in_rings = {thread for ring in rings for thread in ring}
    unserved = [thread for thread, wait in knot.items() if thread not in in_rings and not successors(wait, knot, world)]
    unserved = [thread for thread in unserved if not is_frozen(thread, knot[thread])]  # which is told by itself
    joined = {target for thread, wait in knot.items() if wait.target for target in successors(wait, knot, world)}
    groups = [group for group in _groups(unserved, knot) if not _is_told_by_join(group, knot, joined)]
    found += [_unserved_finding(world, group, knot) for group in groups if has_lasted(world, (knot[thread] for thread in group))]
    return found


def _is_told_by_join(group: list[Contender], knot: Knot, joined: set[Contender]) -> bool:
    """Tell whether a join-hang says it better: workers wait at one queue (or the like), and somebody waits for them to end."""
    resources = {id(knot[thread].resource) for thread in group}
    return len(resources) == 1 and knot[group[0]].reason is not Reason.LOCK and any(thread in joined for thread in group)


def wants(world: World, wait: Wait) -> str:
    """Say in words what a wait is for."""
    target = world.workers.get(wait.target)
    if wait.reason is Reason.FUTURE and wait.resource is None:
        return f"the result of {world.label(target)}" if target is not None else "a result"
    name = wait.resource.facts.name if wait.resource else "something"
    key = wait.reason if wait.target or wait.reason is not Reason.JOIN else None
    if key is None:
        return f"all tasks of {name} to be done"
    return WANTS.get(key, "{resource}").format(resource=name, target=world.label(target) if target else "somebody")


def ring_rows(world: World, ring: list[Contender], knot: Knot) -> list[dict[str, int]]:
    """List who waits for what on which line, and who has it."""
    return [_ring_row(thread, knot[thread]) for thread in ring]


def _ring_row(thread: Contender, wait: Wait) -> dict[str, int]:
    resource = wait.resource
    holder = resource.owner.id if resource and resource.owner and wait.reason is Reason.LOCK else wait.target or wait.by
    return {"worker": thread.id, "resource": resource.id if resource else 0, "location": wait.location, "holder": holder}


def _rings(world: World, knot: Knot) -> list[list[Contender]]:
    """Follow who waits for whom; every ring once, beginning with its smallest id."""
    rings: list[list[Contender]] = []
    done: set[Contender] = set()
    for start in sorted(knot, key=lambda thread: thread.id):
        path: list[Contender] = []
        here: Contender | None = start
        while here is not None and here not in done and here not in path:
            path.append(here)
            here = next((step for step in successors(knot[here], knot, world) if step not in done), None)
        if here is not None and here in path:
            ring = path[path.index(here) :]
            first = ring.index(min(ring, key=lambda thread: thread.id))
            rings.append(ring[first:] + ring[:first])
        done.update(path)
    return rings


def _groups(threads: list[Contender], knot: Knot) -> list[list[Contender]]:
    """Split those nobody can serve: who waits for a dead holder by lock, all others by process (or together if they share something)."""
    groups: dict[object, list[Contender]] = {}
    for thread in threads:
        wait = knot[thread]
        resource = wait.resource
        if wait.reason is Reason.LOCK and resource is not None and resource.owner is not None:
            key: object = ("lock", resource.id)
        else:
            key = resource.facts.process if resource is not None else thread.process.id
        groups.setdefault(key, []).append(thread)
    return list(groups.values())


def _ring_finding(world: World, ring: list[Contender], knot: Knot) -> Finding:
    parts = []
    for thread in ring:
        wait = knot[thread]
        held = wait.resource is not None and wait.resource.owner is not None and wait.reason is Reason.LOCK
        holder = f", held by {_holder(world, thread, wait)}" if held else ""
        parts.append(f"{world.label(thread)} waits for {wants(world, wait)}{holder}")
    tail = "Nobody will ever move." if len(ring) > 1 else "It will never move."
    return _finding(world, ring, knot, f"Deadlock: {'; '.join(parts)}. {tail}", "finding.deadlock")


def _holder(world: World, thread: Contender, wait: Wait) -> str:
    owner = wait.resource.owner if wait.resource else None
    return "itself" if owner is thread else world.label(owner) if owner else "nobody"


def _unserved_finding(world: World, group: list[Contender], knot: Knot) -> Finding:
    wait = knot[group[0]]
    owner = wait.resource.owner if wait.resource is not None and wait.reason is Reason.LOCK else None
    names = [f"{world.label(thread)} waits for {wants(world, knot[thread])}" for thread in group]
    if owner is not None and owner.ended is not None:
        text = f"Deadlock: {'; '.join(names)}, but {world.label(owner)}, which holds it, has ended."
        return _finding(world, group, knot, text, "finding.deadlock.orphan", holder=world.label(owner))
    left = left_by(world, wait)
    if left is not None:
        text = f"Deadlock: {'; '.join(names)}, but {world.label(left)}, which had begun it, has ended."
        return _finding(world, group, knot, text, "finding.deadlock.left", worker=world.label(left))
    tail = "nobody who is alive can give it" if len(group) == 1 else "nobody else who is alive can help"
    return _finding(world, group, knot, f"Deadlock: {'; '.join(names)}, and {tail}.", "finding.deadlock.unserved")


def left_by(world: World, wait: Wait) -> Contender | None:
    """Give the worker that ended in the midst of the job whose result is waited for."""
    job = job_of(world, wait)
    return next((part.worker for part in running(job) if was_left(part, world.now)), None) if job is not None else None


def _finding(world: World, ring: list[Contender], knot: Knot, message: str, message_id: str, **more: str) -> Finding:
    waits = [knot[thread] for thread in ring]
    resources = list(dict.fromkeys(wait.resource for wait in waits if wait.resource is not None))
    return Finding(
        kind="deadlock",
        level="error",
        message=message,
        message_id=message_id,
        key=("deadlock", *sorted((thread.id, knot[thread].since) for thread in ring)),
        at=world.now,
        since=max(wait.since for wait in waits),
        parameters={
            "count": len(ring),
            "workers": ", ".join(world.label(thread) for thread in ring),
            "resources": ", ".join(resource.facts.name for resource in resources),
            **more,
        },
        workers=[thread.id for thread in ring],
        resources=[resource.id for resource in resources],
        location=waits[0].location,
        ring=ring_rows(world, ring, knot),
    )
