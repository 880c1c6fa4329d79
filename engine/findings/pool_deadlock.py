"""Pool-deadlock: all workers of a pool wait for jobs that are still in its backlog, where only they could take them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.findings.finding import Finding
from engine.findings.knots import has_lasted, job_of
from engine.timeline.jobs import is_idle, open_members, queued, running
from engine.timeline.workers import Thread

if TYPE_CHECKING:
    from engine.timeline.jobs import Job, Pool
    from engine.timeline.resources import Resource, Wait
    from engine.timeline.workers import Contender
    from engine.timeline.world import World

Knot = dict["Contender", "Wait"]
MOST_NAMED = 3  # jobs in one sentence


def find_pool_deadlocks(world: World, knot: Knot) -> tuple[list[Finding], Knot]:
    """Find the pools that wait for themselves; give also the rest of the knot, without who is told of here or is merely idle."""
    found: list[Finding] = []
    rest = {thread: wait for thread, wait in knot.items() if not is_idle(wait)}
    for pool in world.pools.values():
        stuck = _stuck(world, pool, rest)
        if not stuck:
            continue
        involved = _involved(world, pool, rest)
        if has_lasted(world, (rest[thread] for thread in stuck)):
            found.append(_finding(world, pool, stuck, involved, rest))
        rest = {thread: wait for thread, wait in rest.items() if thread not in involved}
    return found, rest


def _stuck(world: World, pool: Pool, knot: Knot) -> list[Contender]:
    """Give the workers of a pool that wait for its backlog, if it is they who keep it from moving."""
    workers = pool.workers
    if not workers or any(thread not in knot or pool.slots[thread] is None for thread in workers):
        return []
    return [thread for thread in workers if (job := job_of(world, knot[thread])) is not None and _waits_for(job, pool)]


def _waits_for(job: Job, pool: Pool) -> bool:
    """Tell whether a part of what is waited for is in the pool's backlog."""
    if job.members:
        return bool(_wanted(job, pool))
    return job.resource.facts.pool == pool.resource.id and bool(queued(job))


def _wanted(several: Job, pool: Pool) -> list[Job]:
    return [one for one in open_members(several) if _waits_for(one, pool)]


def _involved(world: World, pool: Pool, knot: Knot) -> list[Contender]:
    """Give the pool's workers and whoever else waits for one of its jobs."""
    waiting = [thread for thread, wait in knot.items() if (job := job_of(world, wait)) and _is_of(job, pool)]
    return list(dict.fromkeys([*(thread for thread in pool.workers if thread in knot), *waiting]))


def _is_of(job: Job, pool: Pool) -> bool:
    return any(one.resource.facts.pool == pool.resource.id for one in (job, *open_members(job)))


def _finding(world: World, pool: Pool, stuck: list[Contender], involved: list[Contender], knot: Knot) -> Finding:
    told = [_Told(world, pool, thread, knot[thread]) for thread in stuck]
    name, size = pool.resource.facts.name, len(pool.workers)
    shown = [f"{one.doing} (line {one.line}) waits for the result of {one.wanted}" for one in told[:MOST_NAMED]]
    if len(told) > MOST_NAMED:
        shown.append(f"{len(told) - MOST_NAMED} more wait likewise")
    workers = "its only worker is" if size == 1 else f"all its {size} workers are"
    return Finding(
        kind="pool-deadlock",
        level="error",
        message=f"{name} waits for itself: {'; '.join(shown)}, which {workers} too busy waiting to begin. Nobody will ever move. "
        "Give the inner jobs a pool of their own, or do not wait for them inside a job.",
        message_id="finding.pool-deadlock",
        key=("pool-deadlock", pool.resource.id),
        at=world.now,
        since=max(knot[thread].since for thread in stuck),
        parameters={"pool": name, "count": size, "job": told[0].doing, "line": told[0].line, "wanted": told[0].wanted},
        workers=[thread.id for thread in involved],
        resources=list(dict.fromkeys([pool.resource.id, *(number for one in told for number in one.resources)])),
        location=knot[stuck[0]].location,
        ring=[_row(world, thread, knot[thread]) for thread in involved],
    )


class _Told:
    """What is said of one worker: which job it does, on which line it waits for which other."""

    def __init__(self, world: World, pool: Pool, thread: Contender, wait: Wait) -> None:
        assert isinstance(thread, Thread)
        doing = pool.slots[thread]
        assert doing is not None
        assert wait.resource is not None
        job = job_of(world, wait)
        wanted = [one.resource for one in _wanted(job, pool)] if job is not None and job.members else [wait.resource]
        self.doing, self.wanted = doing.resource.facts.name, _names(wanted)
        self.resources = [doing.resource.id, *(one.id for one in wanted)]
        self.line = world.tables.locations[wait.location - 1][1] if wait.location else 0


def _names(resources: list[Resource]) -> str:
    more = f" +{len(resources) - MOST_NAMED}" if len(resources) > MOST_NAMED else ""
    return ", ".join(one.facts.name for one in resources[:MOST_NAMED]) + more


def _row(world: World, thread: Contender, wait: Wait) -> dict[str, int]:
    """Tell who waits for which job on which line, and who does it."""
    job = job_of(world, wait)
    owing = next((part.worker.id for part in running(job) if part.worker is not None), 0) if job is not None else wait.by
    return {"worker": thread.id, "resource": wait.resource.id if wait.resource else 0, "location": wait.location, "holder": owing}
