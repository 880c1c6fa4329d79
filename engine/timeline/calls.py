"""I/O calls that may wait: when each begins, what the kernel does meanwhile, and how it ends.

The probe says when a call begins and when it is done. In between, the kernel's switches tell two phases apart: the caller is off its CPU
until there is something (waiting for data), and on it again until the call returns (copying it). One that never left it did not wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.events import Call, Event, Flag, Kind, Phase, Reason
from engine.timeline.network import Moment
from engine.timeline.resources import Wait
from engine.timeline.waits import close, contender_of, enter, match_wait, with_waiters

if TYPE_CHECKING:
    from collections.abc import Container

    from engine.timeline.resources import Resource
    from engine.timeline.workers import Contender, Thread
    from engine.timeline.world import World

COPIES: Final = frozenset({Call.RECV, Call.READ})  # these bring data from the kernel into the program
RECEIVE: Final = frozenset({Call.RECV})
ACCEPT: Final = frozenset({Call.ACCEPT})
SEND: Final = frozenset({Call.SEND})


def begin(world: World, thread: Contender, event: Event) -> Event:
    """CALL: a call begins that may wait."""
    time, what = event.time, event.flags & ~Flag.STRAND
    event = event if event.flags == what else event._replace(flags=what)
    resource = world.resource(event.resource, time)
    resource.users.add(thread.id)
    if what == Call.SUBMITTED:
        world.network.of(resource).submitted += 1
        return event
    wait = Wait(Reason.IO, since=time, due=time + event.value if event.value > 0 else -1, resource=resource)
    wait.location, wait.call = event.location, what
    stream = world.network.of(resource)
    if what == Call.SEND:
        stream.sending = Moment(who(world, thread, event), time)
        if stream.peer is not None:
            wake(world, stream.peer.resource, RECEIVE, stream.sending.worker, time)
    elif (what == Call.RECV and stream.unread) or (what == Call.ACCEPT and stream.waiting):
        wait.available, wait.ready_at = True, time
    enter(world, thread, wait, time)
    return with_waiters(event, len(resource.waits))


def who(world: World, thread: Contender, event: Event) -> int:
    """Tell whose bytes they are: the strand's that the thread runs, though it may be the thread that blocks."""
    return event.worker if event.worker in world.strands else thread.id


def wake(world: World, resource: Resource, calls: Container[int], by: int, time: int) -> None:
    """Make those ready who are in such a call on a resource."""
    for number, wait in resource.waits.items():
        if wait.call in calls and not wait.available:
            wait.available, wait.ready_at, wait.waker = True, time, by
            world.refresh(contender_of(world, number), time)


def finish(world: World, thread: Contender, resource: Resource, time: int, calls: Container[int]) -> int:
    """End the call that brought something; give when it began."""
    wait = match_wait(thread, resource.id, 0, Reason.IO)
    if wait is None or wait.call not in calls:
        return time
    close(world, thread, wait, time, succeeded=True)
    world.refresh(thread, time)
    return wait.since


def came_back(world: World, thread: Thread, wait: Wait, time: int) -> None:
    """Note that the kernel woke a thread in a call: what it waited for has come, now it is copied."""
    if not wait.has_left or wait.resource is None:
        return
    if not wait.waker and wait.call == Call.RECV:
        peer = world.network.of(wait.resource).peer
        if peer is not None and peer.sending.worker:
            wait.waker, wait.ready_at = peer.sending.worker, max(peer.sending.time, wait.since)
    if wait.call in COPIES:
        wait.is_copying = True
        world.batch.events.append(phase(world, time, thread.id, wait.resource, Phase.COPY, wait.location))


def went_away(world: World, thread: Thread, wait: Wait, time: int) -> None:
    """Note that a thread in a call left its CPU: to wait for data, or with its data for the GIL."""
    if wait.is_copying and wait.resource is not None:
        wait.is_copying = False
        world.batch.events.append(phase(world, time, thread.id, wait.resource, Phase.COPIED, wait.location))
    wait.has_left = True


def phase(world: World, time: int, worker: int, resource: Resource, which: int, location: int) -> Event:
    """Tell what the kernel does for a call."""
    unread = world.network.of(resource).unread
    return Event(time, Kind.PHASE, worker, resource.id, location=location, value=-1 if unread is None else unread, flags=which)


def counted(world: World, thread: Thread, event: Event) -> Event:
    """COUNTED: so many calls found nothing."""
    resource = world.resource(event.resource, event.time)
    resource.users.add(thread.id)
    world.network.of(resource).refused += event.value & 0xFFFFFFFF
    return event
