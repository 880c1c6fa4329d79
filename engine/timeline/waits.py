"""Waiting: how a wait begins, becomes available, and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import Call, EdgeKind, Event, Flag, Outcome, Reason, ResourceKind, State, Watched
from engine.timeline.groups import touch
from engine.timeline.jobs import is_done, is_idle, owing
from engine.timeline.network import NEVER
from engine.timeline.noticed import LONG_NS, note_long_wait
from engine.timeline.pulses import wait_begins, wait_ends
from engine.timeline.resources import Resource, Wait
from engine.timeline.workers import Contender, Process, Thread, Worker
from engine.timeline.world import waiting
from engine.wire import Edge

if TYPE_CHECKING:
    from engine.timeline.world import World

OWNED = frozenset({ResourceKind.LOCK, ResourceKind.RLOCK, ResourceKind.CONDITION, ResourceKind.VALUE})  # a value may bring its own lock
PULSED = frozenset({Reason.CONDITION, Reason.EVENT})
UNNAMED = frozenset({Reason.UNKNOWN, Reason.QUEUE_GET, Reason.QUEUE_PUT, Reason.PIPE})
MOST_TOLD = 16  # waiters in a line whose bars are split at each change of the holder; those further back name none
LONG_LINE, TOLD_IN_LONG = 32, 4  # and so many where the line is long, for with hundreds that is most of the fold's work
MOST_NESTED = 8  # waits inside waits; more means that records are missing


def begin(world: World, thread: Contender, event: Event) -> Event | None:
    """WAIT: the thread is about to block."""
    time, reason = event.time, event.reason
    resource = world.resource(event.resource, time) if event.resource else None
    wait = Wait(reason, since=time, due=time + event.value if event.value >= 0 else -1, resource=resource, target=event.target)
    wait.location = event.location
    wait.delay = thread.process.delay_ns
    wait.is_sealed = reason is Reason.IO and event.flags == Watched.NOTHING
    wait.starting = 0 if reason is Reason.UNKNOWN and event.flags & Flag.PROCESS else None
    waiters = 0
    if resource is not None:
        resource.users.add(thread.id)
        resource.contended += resource.kind is not ResourceKind.POOL  # to have nothing to do is no contention
        if reason is Reason.FUTURE:
            wait.by = owing(world, resource)
        if resource.owner is not None and reason is Reason.LOCK and len(resource.waits) < MOST_TOLD:
            wait.by = resource.owner.id
        wait.available = is_available(resource, reason, thread) or (reason is Reason.FUTURE and is_done(world, resource))
        touch(resource)
        if reason in PULSED:
            wait_begins(resource, thread, wait)
        resource.waits[thread.id] = wait
        waiters = len(resource.waits)
        resource.max_waiters = max(resource.max_waiters, waiters)
    elif event.target and reason is not Reason.FUTURE and done_at(target := world.worker(event.target, time)) is not None:
        wait.available = True
        wait.waker, wait.ready_at = target.id, time
    _add(world, thread, wait, time)
    if event.target:
        _note_join(world, thread, wait)
    return None if is_unnamed(event) else with_waiters(event, waiters)


def enter(world: World, thread: Contender, wait: Wait, time: int) -> None:
    """Begin a wait that may turn out to be none (see calls.py)."""
    if wait.resource is not None:
        wait.resource.waits[thread.id] = wait
    _add(world, thread, wait, time)


def _add(world: World, thread: Contender, wait: Wait, time: int) -> None:
    if len(thread.waits) >= MOST_NESTED:
        thread.waits.pop(0).is_over = True
    thread.waits.append(wait)
    if isinstance(thread, Thread):
        thread.awaits = None
    if wait.due >= 0 and not wait.available:
        world.set_timer(wait.due, thread, wait)
    world.refresh(thread, time)


def _note_join(world: World, thread: Contender, wait: Wait) -> None:
    joins = world.joins.setdefault(wait.target, [])
    if len(joins) >= MOST_TOLD:
        joins[:] = [join for join in joins if not join[1].is_over]  # a join with a time limit may be tried again and again
    joins.append((thread, wait))


def is_unnamed(event: Event) -> bool:
    """Tell whether the standard library waits for something of its own: that is a state of its thread, not a step of the program's."""
    if event.resource or event.target:
        return False
    return event.reason in UNNAMED or (event.reason is Reason.IO and not event.location)  # the latter of a hub in its loop


def is_available(resource: Resource, reason: Reason, thread: Contender) -> bool:
    """Tell whether what a thread begins to wait for is there already (somebody gave it just before)."""
    match reason:
        case Reason.LOCK:
            return resource.owner is None and resource.granted(reason) == 0
        case Reason.SEMAPHORE | Reason.QUEUE_GET:
            return resource.value is not None and resource.value > resource.granted(reason)
        case Reason.QUEUE_PUT:
            capacity = resource.facts.capacity
            return bool(capacity) and resource.value is not None and resource.value < (capacity or 0) - resource.granted(reason)
        case Reason.EVENT | Reason.BARRIER:
            return resource.is_open
        case Reason.PIPE:
            return any(item[1] != thread.id for item in resource.items)
        case _:
            return False


def end(world: World, thread: Contender, event: Event) -> Event | None:
    """WAIT_END: a wait is over and nothing was taken, or a try was refused."""
    outcome = event.flags & 3
    wait = match_wait(thread, event.resource, event.target, event.reason)
    if event.resource and event.reason in PULSED:
        wait_ends(world, world.resource(event.resource, event.time), thread, wait, event)
    if wait is not None:
        close(world, thread, wait, event.time, succeeded=outcome == Outcome.DONE)
        world.refresh(thread, event.time)
    resource = world.resource(event.resource, event.time) if event.resource else None
    if resource is not None:
        resource.users.add(thread.id)
        touch(resource)
    return None if is_unnamed(event) else with_waiters(event, len(resource.waits) if resource else 0)


def match_wait(thread: Contender, resource: int, target: int, reason: Reason = Reason.NONE) -> Wait | None:
    """Find the innermost wait of a thread that an event is about."""
    for wait in reversed(thread.waits):
        if (wait.resource.id if wait.resource else 0) == resource and (wait.target == target or not target) and reason in (0, wait.reason):
            return wait
    return None


def close(world: World, thread: Contender, wait: Wait, time: int, *, succeeded: bool) -> None:
    """Take a wait off its thread, and those inside it; tell who was the cause of its end."""
    while thread.waits:
        last = thread.waits.pop()
        last.is_over = True
        if time - last.since > LONG_NS:
            note_long_wait(world, thread, last, time, succeeded=succeeded)
        resource = last.resource
        if last.call:
            _end_call(world, thread, last)
        if resource is not None:
            if resource.kind is not ResourceKind.POOL:
                resource.wait_ns += time - last.since
            if resource.waits.get(thread.id) is last:
                del resource.waits[thread.id]
        if last is wait:
            break
    if isinstance(thread, Thread) and thread.strand is not None and (thread.step_wait is None or time - wait.since > thread.step_wait[0]):
        thread.step_wait = (time - wait.since, wait)
    if not succeeded:
        return
    if wait.starting and not wait.waker:
        _has_started(world, thread, wait, time)
    if wait.reason in (Reason.JOIN, Reason.PROCESS) and wait.target:
        _add_join_edge(world, thread, world.worker(wait.target, time), wait, time)
    elif wait.waker and wait.waker != thread.id and not is_idle(wait):
        number = wait.resource.id if wait.resource else 0
        world.add_edge(Edge(wait.ready_at, wait.ready_at, EdgeKind.WAKE, wait.waker, thread.id, number, wait.location, reason=wait.reason))


def _end_call(world: World, thread: Contender, wait: Wait) -> None:
    """Note that an I/O call is over; one that left neither its CPU nor its thread did not wait."""
    if (not isinstance(thread, Thread) or thread.is_measured) and not wait.has_left:
        wait.waker = 0
    elif wait.resource is not None:
        wait.resource.contended += 1
    if wait.resource is not None and wait.call == Call.SEND:
        world.network.of(wait.resource).sending = NEVER


def _has_started(world: World, thread: Contender, wait: Wait, time: int) -> None:
    """Note that a process that was started runs its program: the kernel has not said so yet, but the wait for it is over."""
    process = world.workers.get(wait.starting or 0)
    if isinstance(process, Process) and process.threads:
        wait.waker, wait.ready_at = process.threads[0].id, min(max(wait.since, thread.since), time)


def done_at(worker: Worker) -> int | None:
    """Tell since when who joins this worker need not wait; None if it is not done."""
    return worker.done_at if isinstance(worker, Contender) else worker.ended


def _add_join_edge(world: World, thread: Contender, target: Worker, wait: Wait, time: int) -> None:
    if isinstance(target, Contender) and target.process is not thread.process:
        return  # a forked process has copies of its parent's threads that never ran, and its exit joins them
    done = done_at(target)
    ended = time if done is None else done
    world.add_edge(
        Edge(min(ended, time), max(min(ended, time), wait.since), EdgeKind.JOIN, target.id, thread.id, 0, wait.location, reason=wait.reason)
    )


def grant(world: World, resource: Resource, reason: Reason, *, by: int, time: int, most: int = -1) -> None:
    """Make the first waiters (`most` of them; -1: all) ready: what they wait for has come, from `by`."""
    for number, wait in resource.waits.items():
        if most == 0:
            return
        if wait.available or wait.reason is not reason:
            continue
        most -= 1
        wait.available, wait.ready_at, wait.waker, wait.by = True, time, by, 0
        world.refresh(contender_of(world, number), time)


def revoke(world: World, resource: Resource, reason: Reason, *, time: int, keep: int = 0) -> None:
    """Block again those for whom there is nothing any more, because another was faster (all but the first `keep`)."""
    owner = resource.owner.id if resource.owner is not None else 0
    left = MOST_TOLD if len(resource.waits) <= LONG_LINE else TOLD_IN_LONG
    tried: list[int] = []
    for number, wait in resource.waits.items():
        if wait.reason is not reason or (wait.due >= 0 and time >= wait.due):
            continue
        left -= 1
        if left < 0:
            if not wait.available and not wait.by:
                continue
            owner = 0
        if wait.available and keep > 0:
            keep -= 1
            continue
        if wait.available or wait.by != owner:
            thread = contender_of(world, number)
            if wait.available and (wait.has_run or not isinstance(thread, Thread) or not thread.is_measured):
                tried.append(number)
            wait.available, wait.waker, wait.by, wait.has_run = False, 0, owner, False
            world.refresh(thread, time)
    for number in tried:  # who woke in vain has to queue up again
        resource.waits[number] = resource.waits.pop(number)


def woke(world: World, thread: Contender, time: int) -> None:
    """Note that a waiter got a CPU: if it was taken to be still waiting while another was taken to be woken, it was the other way round."""
    wait = thread.waits[-1]
    resource = wait.resource
    if resource is None or resource.given_at < wait.since or (wait.due >= 0 and time >= wait.due):
        return
    for number, other in resource.waits.items():
        if other.available and not other.has_run and other.reason is wait.reason and other.ready_at == resource.given_at:
            mistaken = contender_of(world, number)
            other.available, other.waker, other.by = False, 0, 0
            world.refresh(mistaken, mistaken.since)
            give(world, thread, wait)
            return


def give(world: World, thread: Contender, wait: Wait) -> None:
    """Make a waiter ready from the instant its resource was last given back, after the event."""
    resource = wait.resource
    if resource is None or not resource.given_by:
        return
    wait.available, wait.ready_at, wait.waker = True, resource.given_at, resource.given_by
    if thread.span[0] is State.BLOCKED and thread.since <= resource.given_at:
        world.set_span(thread, resource.given_at, waiting(thread, wait, thread.span[2]))


def wake_joiners(world: World, target: Worker, time: int) -> None:
    """Make everybody ready who waits for this worker to end; who waits for several names another, while one lives.

    Of who waits for a result it is his loop that says when he may go.
    """
    for thread, wait in world.joins.pop(target.id, ()):
        if wait.is_over or wait.available:
            continue
        if wait.reason is Reason.FUTURE or wait.also:
            wait.target = next((number for number in wait.also if done_at(world.workers[number]) is None), 0)
            if wait.target:
                _note_join(world, thread, wait)
        if wait.reason is not Reason.FUTURE and not (wait.also and wait.target):
            wait.available, wait.ready_at, wait.waker = True, time, target.id
        world.refresh(thread, time)


def drop_all(world: World, thread: Contender, time: int) -> None:
    """Forget the waits of a thread that has gone."""
    if thread.waits:
        close(world, thread, thread.waits[0], time, succeeded=False)


def contender_of(world: World, number: int) -> Contender:
    """Give the thread or strand of a number."""
    contender = world.workers[number]
    assert isinstance(contender, Contender)
    return contender


def with_waiters(event: Event, waiters: int, value: int | None = None) -> Event:
    """Fill in what only the fold knows."""
    if not waiters and (value is None or value == event.value):
        return event
    return tuple.__new__(Event, (*event[:7], event.value if value is None else value, *event[8:10], min(waiters, 255)))
