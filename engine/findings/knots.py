"""Who can never move again: the wait-for knot.

Begin with every worker that waits without a time limit. Take out whoever somebody outside the set could still serve: a lock by its owner, a
join by its target, a result by who does the job or by any of its pool that could take it up, everything else (a queue,
an event ...) by any worker that lives and can reach it. Repeat until nobody can be taken out.
Who is left waits for somebody who is left too, or for nobody at all. Workers that sleep, run, wait with a time limit or wait for something
we cannot see are outside and so count as servers: when in doubt there is no knot.

A task that waits is one of them, and so is the thread of its event loop while that waits with no timer and no descriptor to watch, when
only another thread could wake it; as long as it can wake, it counts as a server of its tasks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.events import Reason, ResourceKind, State, Until
from engine.timeline.jobs import open_members, queued, running
from engine.timeline.resources import Wait
from engine.timeline.workers import Contender, Process, Strand, Thread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.timeline.jobs import Job
    from engine.timeline.world import World

Knot = dict[Contender, Wait]
CERTAIN_NS: Final = 300_000_000  # how long nobody of a ring of locks and joins may have moved
LIKELY_NS: Final = 1_000_000_000  # the same for a knot with queues, events and the like in it
SERVED_BY_OTHERS: Final = frozenset({Reason.LOCK, Reason.SEMAPHORE, Reason.QUEUE_GET, Reason.QUEUE_PUT, Reason.JOIN, Reason.EVENT})
MORE_SERVED: Final = frozenset({Reason.CONDITION, Reason.BARRIER, Reason.PIPE, Reason.PROCESS, Reason.FUTURE})
EXTERNAL: Final = frozenset({ResourceKind.SOCKET, ResourceKind.FILE})


def find_knot(world: World) -> Knot:
    """Give those who can never move again, with what they wait for, once they have not moved for long enough."""
    waits: list[tuple[Contender, Wait | None]] = [(strand, _endless_wait_of_strand(strand)) for strand in world.strands.values()]
    waits += [(thread, _endless_wait(world, thread) or _full_pipe(world, thread)) for thread in world.threads.values()]
    knot = {thread: wait for thread, wait in waits if wait is not None}
    if not knot:
        return knot
    for strand in _cancelled_in_time(world):
        knot.pop(strand, None)
    others = [thread for thread in world.threads.values() if thread.started is not None and not _is_idle_helper(thread, world.now)]
    while knot:
        free = [thread for thread, wait in knot.items() if _can_be_served(world, thread, wait, knot, others)]
        if not free:
            break
        for thread in free:
            del knot[thread]
    return {thread: wait for thread, wait in knot.items() if not wait.is_sealed}  # of a loop that stands still, its tasks are told


def has_lasted(world: World, waits: Iterable[Wait]) -> bool:
    """Tell whether nobody among them has moved for long enough to say so."""
    return all(world.now - wait.since >= (CERTAIN_NS if _is_certain(wait) else LIKELY_NS) for wait in waits)


def successors(wait: Wait, knot: Knot, world: World) -> list[Contender]:
    """Give the members of the knot that could end this wait: a lock's owner, the thread or the threads of a process that is joined."""
    if wait.reason is Reason.LOCK and wait.resource is not None:
        owner = wait.resource.owner
        return [owner] if owner is not None and owner in knot else []
    if wait.target:
        return [one for target in (wait.target, *wait.also) for thread in _threads_of(world, target) for one in _stuck(thread, knot)]
    job = job_of(world, wait)
    return [part.worker for part in running(job) if part.worker in knot] if job is not None else []


def job_of(world: World, wait: Wait) -> Job | None:
    """Give the job whose result is waited for."""
    return world.jobs.get(wait.resource.id) if wait.reason is Reason.FUTURE and wait.resource is not None else None


def is_frozen(thread: Contender, wait: Wait) -> bool:
    """Tell whether a thread waits for its process' own copy of a lock that a thread of the parent had when it was forked."""
    resource = wait.resource
    if wait.reason is not Reason.LOCK or resource is None or resource.owner is None or not resource.facts.origin:
        return False
    return resource.owner.process is not thread.process and resource.facts.process == thread.process.id


def _stuck(thread: Contender, knot: Knot) -> list[Contender]:
    """Give who stands for a thread in the knot: of an event loop, the tasks."""
    if thread in knot or not isinstance(thread, Thread):
        return [thread] if thread in knot else []
    return [
        strand
        for strand in sorted(thread.strands, key=lambda one: one.id)
        if strand in knot and thread.waits and thread.waits[-1].is_sealed
    ]


def _cancelled_in_time(world: World) -> set[Strand]:
    """Give the tasks that somebody waits for with a time limit, and those that they wait for: when it has passed, all are cancelled."""
    limited = [strand for strand in world.strands.values() if strand.waits and strand.waits[-1].due >= 0]
    found: set[Strand] = set()
    while limited:
        wait = limited.pop().waits[-1]
        awaited = [world.workers.get(number) for number in (wait.target, *wait.also)] if wait.reason is Reason.FUTURE else []
        new = {one for one in awaited if isinstance(one, Strand) and one.waits} - found
        found |= new
        limited += new
    return found


def _endless_wait_of_strand(strand: Strand) -> Wait | None:
    if not strand.waits or strand.is_queued or strand.span[0] is not State.BLOCKED or strand.thread.strand is strand:
        return None
    wait = strand.waits[-1]
    is_endless = not wait.available and wait.due < 0 and wait.reason in SERVED_BY_OTHERS | MORE_SERVED
    return wait if is_endless and (wait.resource is None or wait.resource.kind not in EXTERNAL) else None


def _endless_wait(world: World, thread: Thread) -> Wait | None:
    if not thread.waits or thread.span[0] is not State.BLOCKED or _is_cut_off_soon(thread):
        return None
    if world.has_handlers and thread.process.threads[0] is thread:
        return None  # a signal's handler runs in the main thread, in the midst of its wait, and may end it
    wait = thread.waits[-1]
    if wait.is_sealed:
        return wait
    if wait.available or any(outer.due >= 0 for outer in thread.waits) or wait.reason not in SERVED_BY_OTHERS | MORE_SERVED:
        return None
    if wait.resource is not None and wait.resource.kind in EXTERNAL:
        return None
    return wait


def _is_cut_off_soon(thread: Thread) -> bool:
    """Tell whether it is a daemon of a process whose other threads have ended: the process is about to leave, and it with it."""
    if not thread.facts.daemon:
        return False
    return all(other.ended is not None or other.facts.daemon or other.is_helper for other in thread.process.threads)


def _full_pipe(world: World, thread: Thread) -> Wait | None:
    """Tell what a multiprocessing queue's feeder waits for: room in its pipe, if it has not moved and items of its process are left.

    The feeder's own steps are hidden, so this is inferred: the kernel says that it is blocked, the queue that something was not taken out.
    """
    if not thread.facts.is_helper or thread.span[0] is not State.BLOCKED or thread.waits or world.now - thread.since < LIKELY_NS:
        return None
    ours = {other.id for other in thread.process.threads}
    for resource in world.resources.values():
        if resource.kind is ResourceKind.QUEUE and resource.facts.process == 0 and any(item.worker in ours for item in resource.items):
            return Wait(Reason.QUEUE_PUT, since=thread.since, resource=resource)
    return None


def _can_be_served(world: World, thread: Contender, wait: Wait, knot: Knot, others: list[Thread]) -> bool:
    resource = wait.resource
    job = job_of(world, wait)
    if wait.is_sealed:
        return any(other not in knot and other.process is thread.process for other in others) or _may_get_a_result(world, thread, knot)
    if isinstance(thread, Strand) and wait.reason is Reason.FUTURE and job is None and not _is_for_those_told(wait):
        return any(other not in knot and other.process is thread.process for other in others)
    if wait.reason is Reason.LOCK and resource is not None and resource.owner is not None:
        owner = resource.owner
        if is_frozen(thread, wait):
            return any(other not in knot and other.process is thread.process for other in others)
        # A plain lock may be released by anybody; when its holder is dead or waits for itself, or for something else than a lock (for
        # those whom the lock is a signal for to end, say), that is what it takes. But who took it by a `with` gives it back itself.
        is_mutex = resource.facts.is_for_strands or owner not in knot or knot[owner].reason is Reason.LOCK
        only_its_owner = resource.is_scoped or resource.kind is ResourceKind.RLOCK
        if only_its_owner or (owner is not thread and owner.ended is None and is_mutex):
            return owner.ended is None and _can_act(owner, knot)
    elif wait.target:
        targets = [one for target in (wait.target, *wait.also) for one in _who_ends(world, target)]
        return not targets or any(_can_act(target, knot) for target in targets)
    elif job is not None and job.members:
        return _can_some_be_done(world, job, knot, others)
    elif job is not None and (job.resource.facts.pool or job.worker is not None):
        return _can_be_done(world, job, knot)
    elif wait.reason is Reason.FUTURE:
        return any(other not in knot for other in others)  # a result may come from any worker, of any process
    elif resource is None:
        return True
    assert resource is not None
    shared = resource.facts.process == 0
    return any(other not in knot and (shared or other.process is thread.process) for other in others)


def _may_get_a_result(world: World, thread: Contender, knot: Knot) -> bool:
    """Tell whether a job that one of an event loop's tasks waits for may yet be done, be it by another process."""
    strands = thread.strands if isinstance(thread, Thread) else ()
    return any(strand not in knot and strand.waits and job_of(world, strand.waits[-1]) is not None for strand in strands)


def _can_be_done(world: World, job: Job, knot: Knot) -> bool:
    """Tell whether somebody outside the knot does a job, or may yet take it out of its pool's backlog."""
    under_way, waiting = running(job), queued(job)
    if any(part.worker not in knot and not was_left(part, world.now) for part in under_way) or not (under_way or waiting):
        return True
    if under_way and not waiting:
        return False
    pool = world.pools.get(job.resource.facts.pool)
    return pool is None or len(pool.workers) < (pool.resource.facts.capacity or 1 << 30) or any(one not in knot for one in pool.workers)


def _can_some_be_done(world: World, several: Job, knot: Knot, others: list[Thread]) -> bool:
    """Tell whether those of several jobs can be done that have to be, for who waits for them to go on."""
    is_open = any(other not in knot for other in others)  # a result that no pool owes may come from anybody
    can = [
        _can_be_done(world, job, knot) if job.resource.facts.pool or job.worker is not None else is_open for job in open_members(several)
    ]
    return all(can) if several.until is Until.ALL else not can or any(can)


def was_left(job: Job, now: int) -> bool:
    """Tell whether its worker ended in the midst of it and nobody told who waits. (A ProcessPoolExecutor would, a Pool does not.)"""
    ended = job.worker.ended if job.worker is not None else None
    return job.is_running and ended is not None and now - ended > LIKELY_NS


def _is_for_those_told(wait: Wait) -> bool:
    """Tell whether all are known whose results a task waits for."""
    return bool(wait.target) and wait.count <= len(wait.also) + 1


def _can_act(worker: Contender, knot: Knot) -> bool:
    """Tell whether a worker may move yet; a task cannot while its loop's thread is stuck."""
    return worker not in knot and (not isinstance(worker, Strand) or worker.thread not in knot)


def _threads_of(world: World, number: int) -> list[Contender]:
    worker = world.workers.get(number)
    if isinstance(worker, Process):
        return [thread for thread in worker.threads if thread.ended is None]
    return [worker] if isinstance(worker, Contender) and worker.ended is None else []


def _who_ends(world: World, number: int) -> list[Contender]:
    """Give those with whom a worker ends: of a process, not the library's helpers (a queue's feeder), as long as others live in it."""
    living = _threads_of(world, number)
    return [one for one in living if not one.is_helper] or living


def _is_idle_helper(thread: Thread, now: int) -> bool:
    """Tell whether it is one of the standard library's own helpers with nothing to do, which serves nobody."""
    facts = thread.facts
    is_helper = facts.is_helper or thread.process.facts.is_helper
    return is_helper and thread.span[0] is State.BLOCKED and now - thread.since > LIKELY_NS // 2


def _is_certain(wait: Wait) -> bool:
    return wait.reason is Reason.LOCK or bool(wait.target) or (wait.reason is Reason.FUTURE and wait.resource is not None)
