"""Locks and semaphores, conditions, events and barriers: who has them, and whom giving them back wakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.events import Event, Reason, ResourceKind, Taking
from engine.timeline import groups
from engine.timeline.noticed import OverRelease, note_release
from engine.timeline.pulses import notified, was_cleared, was_set
from engine.timeline.resources import Line
from engine.timeline.waits import OWNED, close, give, grant, match_wait, revoke, with_waiters

if TYPE_CHECKING:
    from engine.timeline.resources import Resource
    from engine.timeline.workers import Contender
    from engine.timeline.world import World

LINED: Final = frozenset(
    {ResourceKind.LOCK, ResourceKind.RLOCK}
)  # a condition's line is of those who wait to be woken, too; tasks stand in line by design
LONG_LINE: Final = 20  # hand-overs, from which on a line of waiters is one to look at


def create(world: World, thread: Contender, event: Event) -> Event:
    """CREATE: a resource was made."""
    resource = world.resource(event.resource, event.time)
    resource.began = min(resource.began, event.time)
    return event


def acquire(world: World, thread: Contender, event: Event) -> Event:
    """ACQUIRE: the thread has it now."""
    time = event.time
    resource = world.resources.get(event.resource) or world.resource(event.resource, time)
    is_owned = resource.kind in OWNED
    if thread.waits:
        wait = match_wait(thread, resource.id, 0, Reason.LOCK if is_owned else Reason.SEMAPHORE)
        if wait is not None:
            if not wait.available and resource.given_at >= wait.since:
                give(world, thread, wait)
            close(world, thread, wait, time, succeeded=True)
            world.refresh(thread, time)
    else:
        wait = None
    resource.acquisitions += 1
    resource.users.add(thread.id)
    if resource.group is not None or resource.groups:
        groups.touch(resource)
        groups.enter(thread, resource, event)
    if resource.waits:
        _pass(world, resource, thread, event, waited=wait is not None)
    elif resource.line is not None:
        resource.line = None
    if not is_owned:
        resource.takers[thread.id] = resource.takers.get(thread.id, 0) + 1
        resource.value = event.value
        if resource.facts.capacity == 1:
            groups.took_permit(thread, resource, event)
        if resource.waits:
            revoke(world, resource, Reason.SEMAPHORE, time=time, keep=max(event.value, 0))
        return with_waiters(event, len(resource.waits))
    depth = max(event.value, 1)
    resource.depth = depth
    if resource.owner is not thread:
        _own(resource, thread, event)
        if resource.waits:
            revoke(world, resource, Reason.LOCK, time=time)
    return with_waiters(event, len(resource.waits), depth)


def _pass(world: World, resource: Resource, thread: Contender, event: Event, *, waited: bool) -> None:
    """Note that somebody took it while others wait: in its turn, or past them."""
    if not waited:
        resource.barged += 1
        resource.barge = event
    elif resource.kind in LINED and not resource.facts.is_for_strands:
        line = resource.line
        if line is None:
            line = resource.line = Line(since=event.time, barged=resource.barged, delay=thread.process.delay_ns)
        line.handovers += 1
        line.members.add(thread.id)
        if line.handovers == LONG_LINE:
            world.lines.add(resource)


def _own(resource: Resource, thread: Contender, event: Event) -> None:
    time = event.time
    if resource.owner is not None:
        disown(resource, time)
    resource.owner = thread
    resource.is_scoped = bool(event.flags & Taking.SCOPED)
    resource.held_since = time
    resource.held_at = event.location
    thread.held.add(resource)


def disown(resource: Resource, time: int) -> None:
    """Note that nobody has it any more."""
    if resource.owner is not None:
        resource.hold_ns += max(time - resource.held_since, 0)
        resource.owner.held.discard(resource)
        resource.owner = None
    resource.depth = 0


def release(world: World, thread: Contender, event: Event) -> Event:
    """RELEASE: given back, by whomever; the first waiter may go."""
    time = event.time
    resource = world.resources.get(event.resource) or world.resource(event.resource, time)
    resource.users.add(thread.id)
    resource.senders.add(thread.id)
    resource.given_at, resource.given_by = time, thread.id
    if resource.kind not in OWNED:
        resource.value = event.value
        taken = resource.takers.get(thread.id, 0)
        if taken > 0:
            resource.takers[thread.id] = taken - 1
        elif resource.unfounded is None:
            resource.unfounded = event
        capacity = resource.facts.capacity
        if capacity is not None and event.value > capacity and resource.kind is ResourceKind.SEMAPHORE:
            world.noticed.append(OverRelease(event, thread, resource, event if taken <= 0 else resource.unfounded))
        if thread.permits:
            if resource.groups or thread.held or len(thread.permits) > 1:
                _let_go(world, resource, thread, event)
            thread.permits.pop(resource, None)
        if resource.group is not None:
            groups.part(world, resource)
        if resource.waits:
            free = event.value - resource.granted(Reason.SEMAPHORE)
            grant(world, resource, Reason.SEMAPHORE, by=thread.id, time=time, most=max(free, 0))
        return with_waiters(event, len(resource.waits))
    if resource.kind is not ResourceKind.LOCK and event.value > 0 and resource.owner is thread:
        resource.depth = event.value
        return with_waiters(event, len(resource.waits))
    if resource.owner is not thread:
        note_release(world, thread, resource, event)
    if resource.group is not None:
        groups.part(world, resource)
    if resource.groups or thread.permits or len(thread.held) > 1:
        _let_go(world, resource, thread, event)
    disown(resource, time)
    if resource.waits:
        _pass_on(world, resource, thread, time)
    return with_waiters(event, len(resource.waits), 0)


def _let_go(world: World, door: Resource, thread: Contender, event: Event) -> None:
    """Note what it means for groups that somebody gives it back: they may keep something, or have come through it."""
    if door.groups:
        groups.leave(thread, door, event)
    groups.keep(world, thread, door)


def _pass_on(world: World, resource: Resource, thread: Contender, time: int) -> None:
    if not resource.granted(Reason.LOCK):
        grant(world, resource, Reason.LOCK, by=thread.id, time=time, most=1)
    revoke(world, resource, Reason.LOCK, time=time, keep=1)  # nobody has it: the others' bars must not go on naming the old owner


def notify(world: World, thread: Contender, event: Event) -> Event:
    """NOTIFY: that many who wait on the condition may go."""
    resource = _used(world, thread, event)
    notified(resource, thread, event)
    grant(world, resource, Reason.CONDITION, by=thread.id, time=event.time, most=event.value)
    return with_waiters(event, len(resource.waits))


def open_up(world: World, thread: Contender, event: Event) -> Event:
    """SET: everybody who waits for the event may go, and everybody who comes."""
    resource = _used(world, thread, event)
    resource.is_open = True
    was_set(resource, thread, event)
    grant(world, resource, Reason.EVENT, by=thread.id, time=event.time)
    return with_waiters(event, len(resource.waits), 1)


def shut(world: World, thread: Contender, event: Event) -> Event:
    """CLEAR: who comes now waits."""
    resource = _used(world, thread, event)
    resource.is_open = False
    was_cleared(resource, thread, event)
    return with_waiters(event, len(resource.waits))


def arrive(world: World, thread: Contender, event: Event) -> Event:
    """ARRIVE: one more at the barrier; the last one opens it for all who wait."""
    resource = _used(world, thread, event)
    resource.value = event.value
    resource.acquisitions += 1
    resource.max_depth = max(resource.max_depth, event.value)
    if resource.facts.capacity and event.value >= resource.facts.capacity:
        grant(world, resource, Reason.BARRIER, by=thread.id, time=event.time)
        resource.value = 0
    return with_waiters(event, len(resource.waits))


def resize(world: World, thread: Contender, event: Event) -> Event:
    """RESIZE: a barrier was reset, or a semaphore got another value."""
    resource = _used(world, thread, event)
    resource.value = event.value
    if resource.kind is ResourceKind.BARRIER:
        grant(world, resource, Reason.BARRIER, by=thread.id, time=event.time)
    return with_waiters(event, len(resource.waits))


def access(world: World, thread: Contender, event: Event) -> Event:
    """READ and WRITE of a file."""
    resource = _used(world, thread, event)
    resource.acquisitions += 1
    return event


def _used(world: World, thread: Contender, event: Event) -> Resource:
    resource = world.resource(event.resource, event.time)
    resource.users.add(thread.id)
    resource.senders.add(thread.id)
    return resource
