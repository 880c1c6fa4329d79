"""Pools: a job is submitted, begun, done; its result comes, somebody calls back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import EdgeKind, Event, Outcome, Reason, ResourceKind, Until
from engine.timeline import contents, holding
from engine.timeline.jobs import Job, Pool, groups, job_at, open_members, owing, pool_at
from engine.timeline.noticed import Unasked
from engine.timeline.waits import grant, revoke, with_waiters
from engine.timeline.workers import Contender, Thread
from engine.wire import Edge

if TYPE_CHECKING:
    from engine.timeline.world import World

UNTIL = frozenset(Until)
MOST_NAMED = 3  # of several jobs that are waited for together


def create(world: World, thread: Contender, event: Event) -> Event:
    """CREATE: a resource was made; of a map's whole, note who asked for it."""
    resource = world.resource(event.resource, event.time)
    if resource.kind is ResourceKind.FUTURE:
        job = job_at(world, event.resource, event.time)
        job.submitter, job.location = event.worker, event.location
    elif resource.kind is ResourceKind.FILE:
        contents.opened(world, resource, event)
    return holding.create(world, thread, event)


def submit(world: World, thread: Contender, event: Event) -> Event:
    """SUBMIT: a job went into its pool's backlog; who waits for one may go."""
    job, pool = _job(world, event)
    job.submitted, job.submitter, job.location = event.time, event.worker, event.location
    whole = world.jobs.get(job.resource.facts.whole)
    if whole is not None and thread.is_helper and whole.submitter:
        job.submitter = whole.submitter  # the pool's own thread hands in what an imap is made of
    if pool is None:
        return event
    pool.submitted += 1
    resource = pool.resource
    depth = resource.value = (resource.value or 0) + 1
    resource.max_depth = max(resource.max_depth, depth)
    free = depth - resource.granted(Reason.QUEUE_GET)
    resource.contended += len(resource.waits) < depth
    grant(world, resource, Reason.QUEUE_GET, by=job.submitter, time=event.time, most=max(free, 0))
    return with_waiters(event, len(resource.waits), depth)


def begin(world: World, thread: Thread, event: Event) -> Event:
    """JOB_BEGIN: a worker has it now; who waits for its result waits for that worker."""
    job, pool = _job(world, event)
    time = event.time
    was_queued = job.is_queued
    worker = world.strands.get(event.worker, thread) if pool is None else thread  # a task owes what another thread asks its loop for
    job.began, job.worker, job.is_cancelled = time, worker, False
    for group in groups(world, job):
        group.waiting.pop(job, None)
        group.under_way[job] = None
    if job.submitted is not None:
        world.add_edge(Edge(job.submitted, time, EdgeKind.SUBMIT, job.submitter, worker.id, job.resource.id, job.location))
    _tell_waiters(world, job, time)
    if pool is None:
        return event
    resource = pool.resource
    resource.users.add(thread.id)
    resource.acquisitions += 1
    pool.slots[thread] = job
    thread.origin = job.location
    if was_queued:
        resource.value = max((resource.value or 0) - 1, 0)
        resource.wait_ns += time - (job.submitted or time)
    revoke(world, resource, Reason.QUEUE_GET, time=time, keep=resource.value or 0)
    return with_waiters(event, len(resource.waits), resource.value)


def _tell_waiters(world: World, job: Job, time: int) -> None:
    """Have those who wait for a job, or for the whole that it is a part of, name who owes it now."""
    for one in (job, *groups(world, job)):
        if not one.resource.waits:
            continue
        by = owing(world, one.resource)
        for number, wait in one.resource.waits.items():
            waiter = world.workers.get(number)
            if isinstance(waiter, Contender) and not wait.available and wait.by != by:
                wait.by = by
                world.refresh(waiter, time)


def end(world: World, thread: Thread, event: Event) -> Event:
    """JOB_END: its worker is done with it."""
    job, pool = _job(world, event)
    _end(world, job, pool, thread, event)
    return event


def _end(world: World, job: Job, pool: Pool | None, thread: Contender, event: Event) -> None:
    time = event.time
    if job.ended is None and job.began is not None:
        job.ended = time
        if pool is not None:
            pool.resource.hold_ns += time - job.began
            pool.done += 1
            pool.raised += event.flags == Outcome.RAISED
    if pool is not None and isinstance(thread, Thread) and pool.slots.get(thread) is job:
        pool.slots[thread] = None
    whole = world.jobs.get(job.resource.facts.whole)
    if whole is not None and job in whole.under_way:
        del whole.under_way[job]
        _tell_waiters(world, job, time)


def result(world: World, thread: Contender, event: Event) -> Event:
    """RESULT: it is there for whoever waits for it. A pool of threads says with it that the worker is done, too."""
    job, pool = _job(world, event)
    if job.worker is thread:
        _end(world, job, pool, thread, event)
    elif job.is_queued and pool is not None:
        pool.resource.value = max((pool.resource.value or 0) - 1, 0)  # the pool broke: it will never be begun
    job.done_at = event.time
    by = job.worker.id if job.worker is not None else event.worker
    if world.sharing.is_on:
        world.sharing.cause(by, job.submitter)  # who asks for what is there already leaves no record
    most = 1 if (job.waiting or job.under_way) and job.resource.facts.capacity is None else -1  # of an imap one more is there
    grant(world, job.resource, Reason.FUTURE, by=by, time=event.time, most=most)
    _settle(world, job, event, by=by)
    return with_waiters(event, len(job.resource.waits))


def withdraw(world: World, thread: Contender, event: Event) -> Event:
    """WITHDRAW: it was taken back before it began."""
    job, pool = _job(world, event)
    was_queued = job.is_queued
    job.is_cancelled, job.done_at = True, event.time
    grant(world, job.resource, Reason.FUTURE, by=event.worker, time=event.time)
    _settle(world, job, event, by=event.worker)
    if pool is None:
        return event
    resource = pool.resource
    if was_queued:
        pool.cancelled += 1
        resource.value = max((resource.value or 0) - 1, 0)
        revoke(world, resource, Reason.QUEUE_GET, time=event.time, keep=resource.value)
    return with_waiters(event, len(resource.waits), resource.value)


def among(world: World, thread: Contender, event: Event) -> None:
    """AMONG: somebody is about to wait for several jobs, and this is one of them."""
    if event.value not in world.tables.resources:
        return
    several, job = job_at(world, event.resource, event.time), job_at(world, event.value, event.time)
    several.until = Until(event.flags) if event.flags in UNTIL else Until.ALL
    several.members.append(job)
    several.resource.several.append(job.resource.id)
    if job.done_at is None:
        job.several.append(several)
        (several.under_way if job.is_running else several.waiting)[job] = None
    facts, names = several.resource.facts, [one.resource.facts.name for one in several.members[:MOST_NAMED]]
    more = len(several.members) - len(names)
    facts.name = ", ".join(names) + (f" +{more}" if more else "")
    world.tables.changed_resources.add(facts.id)


def _settle(world: World, job: Job, event: Event, *, by: int) -> None:
    """Let those go who wait for this job together with others, if there is nothing more to wait for."""
    for several in job.several:
        several.waiting.pop(job, None)
        several.under_way.pop(job, None)
        match several.until:
            case Until.FIRST | Until.EACH:
                is_over = True
            case Until.FAILURE:
                is_over = event.flags == Outcome.RAISED or not open_members(several)
            case Until.ALL:
                is_over = not open_members(several)
        if is_over:
            several.done_at = None if several.until is Until.EACH and open_members(several) else event.time
            grant(world, several.resource, Reason.FUTURE, by=by, time=event.time)
    _tell_waiters(world, job, event.time)
    job.several = []


def call_back(world: World, thread: Contender, event: Event) -> Event:
    """CALLBACK: this worker calls what is to be called when the job is done."""
    job, _ = _job(world, event)
    done = job.ended if job.ended is not None else job.done_at
    source = job.worker.id if job.worker is not None else event.worker
    t0 = min(event.time if done is None else done, event.time)
    world.add_edge(Edge(t0, event.time, EdgeKind.CALLBACK, source, event.worker, job.resource.id, event.location, event.text))
    show_helper(world, thread)
    return event


def unasked(world: World, thread: Contender, event: Event) -> Event:
    """UNASKED: nobody ever asked for the exception that it ended with."""
    job, _ = _job(world, event)
    world.noticed.append(Unasked(event, job))
    return event


def show_helper(world: World, thread: Contender) -> None:
    """Show one of the standard library's own threads, for it does something of the program's."""
    if thread.facts.is_helper and not thread.facts.is_shown:
        thread.facts.is_shown = True
        world.tables.changed_workers.add(thread.id)


def _job(world: World, event: Event) -> tuple[Job, Pool | None]:
    job = job_at(world, event.resource, event.time)
    number = job.resource.facts.pool
    return job, pool_at(world, number, event.time) if number else None
