"""The numbers of a run: how long each worker was in each state, how each resource was used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.events import Reason, ResourceKind, State, reason_name
from engine.timeline.workers import Strand, Thread

if TYPE_CHECKING:
    from engine.timeline.resources import Resource
    from engine.timeline.workers import Worker
    from engine.timeline.world import World


def summarise(world: World) -> dict[str, Any]:
    """Build the contract's Summary, without what only the supervisor knows."""
    return {
        "kernel": world.kernel,
        "workers": [_worker(world, worker) for _, worker in sorted(world.workers.items())],
        "resources": [_resource(world, one) for _, one in sorted(world.resources.items()) if one.kind is not ResourceKind.FUTURE],
        "edges": {kind.name.lower(): count for kind, count in sorted(world.edge_counts.items())},
    }


def state_sums(worker: Worker, now: int) -> dict[int, int]:
    """Add the span that still lasts to a worker's sums."""
    sums = dict(worker.sums)
    if worker.ended is None and now > worker.since:
        key = worker.span[0] << 5 | worker.span[1]
        sums[key] = sums.get(key, 0) + now - worker.since
    return sums


def _worker(world: World, worker: Worker) -> dict[str, Any]:
    facts = worker.facts
    return {
        "id": worker.id,
        "parent": worker.parent,
        "process": facts.process,
        "thread": facts.thread,
        "kind": facts.kind,
        "name": facts.name,
        "pid": facts.pid,
        "tid": facts.tid,
        "daemon": facts.daemon,
        "started_ns": worker.began if worker.started is None else worker.started,
        "ended_ns": worker.ended,
        "exit": worker.exit,
        "signal": worker.signal,
        "cut": worker.cut,
        "states": _states(state_sums(worker, world.now)),
        **(worker.facts_of_strand if isinstance(worker, Strand) else {}),
        **_longest_step(worker),
    }


def _longest_step(worker: Worker) -> dict[str, Any]:
    """Of a thread that runs tasks: the longest of their steps, in which nobody else there had a turn."""
    if not isinstance(worker, Thread) or not worker.longest_step[0]:
        return {}
    duration, strand, began = worker.longest_step
    return {"longest_step": {"duration_ns": duration, "worker": strand, "at_ns": began}}


def _states(sums: dict[int, int]) -> dict[str, Any]:
    totals = {"running_ns": 0, "ready_ns": 0, "ready_gil_ns": 0, "blocked_ns": 0}
    blocked: dict[str, int] = {}
    for key, duration in sorted(sums.items()):
        state, reason = State(key >> 5), Reason(key & 31)
        match state:
            case State.RUNNING:
                totals["running_ns"] += duration
            case State.READY:
                totals["ready_gil_ns" if reason is Reason.GIL else "ready_ns"] += duration
            case State.BLOCKED:
                totals["blocked_ns"] += duration
                blocked[reason_name(reason)] = duration
            case State.NEW | State.TERMINATED:
                pass
    return {**totals, "blocked": blocked}


def _resource(world: World, resource: Resource) -> dict[str, Any]:
    facts = resource.facts
    lasting = max(world.now - resource.held_since, 0) if resource.owner is not None else 0
    waiting = sum(max(world.now - wait.since, 0) for wait in resource.waits.values())
    return {
        "id": resource.id,
        "kind": facts.kind.name.lower(),
        "name": facts.name,
        "process": facts.process,
        "created": _place(world, facts.location),
        "created_ns": resource.began,
        "acquisitions": resource.acquisitions,
        "contended": resource.contended,
        "wait_ns": resource.wait_ns + waiting,
        "hold_ns": resource.hold_ns + lasting,
        "max_waiters": resource.max_waiters,
        "max_depth": resource.max_depth,
        "capacity": facts.capacity,
        **world.network.facts(resource.id),
        **({"jobs": world.pools[resource.id].counts} if resource.id in world.pools else {}),
    }


def _place(world: World, location: int) -> dict[str, Any] | None:
    if not 0 < location <= len(world.tables.locations):
        return None
    file, line, function = world.tables.locations[location - 1]
    return {"file": file, "line": line, "function": function}
