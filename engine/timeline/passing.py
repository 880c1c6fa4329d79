"""Queues and pipes: what goes in, who gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.events import EdgeKind, Event, Kind, Reason, ResourceKind
from engine.timeline.resources import Item, Resource
from engine.timeline.waits import close, grant, match_wait, revoke, with_waiters
from engine.wire import Edge

if TYPE_CHECKING:
    from collections import deque

    from engine.timeline.workers import Contender
    from engine.timeline.world import World

MOST_SEARCHED: Final = 256  # items looked at for one of the same text
HAIR_NS: Final = 50_000_000  # a get whose put does not come within this time came from a put that is lost


def put(world: World, thread: Contender, event: Event) -> Event:
    """PUT: an item went in; who waits for one may go."""
    resource = _arrived(world, thread, event, Reason.QUEUE_PUT)
    depth = event.value if event.value >= 0 else (resource.value or 0) + 1
    resource.value = depth
    resource.max_depth = max(resource.max_depth, depth)
    resource.acquisitions += 1
    _hand_in(world, resource, thread, event)
    if resource.waits:
        _share(world, resource, Reason.QUEUE_GET, depth, thread, event.time)
        if capacity := resource.facts.capacity:
            revoke(world, resource, Reason.QUEUE_PUT, time=event.time, keep=max(capacity - depth, 0))
    return with_waiters(event, len(resource.waits), depth)


def get(world: World, thread: Contender, event: Event) -> Event:
    """GET: an item came out; who waits for room may go."""
    resource = _arrived(world, thread, event, Reason.QUEUE_GET)
    depth = event.value if event.value >= 0 else max((resource.value or 0) - 1, 0)
    resource.value = depth
    resource.acquisitions += 1
    resource.taken[thread.id] = event
    _hand_out(world, resource, thread, event)
    if resource.waits:
        _share(world, resource, Reason.QUEUE_PUT, (resource.facts.capacity or 0) - depth, thread, event.time)
        revoke(world, resource, Reason.QUEUE_GET, time=event.time, keep=depth)
    return with_waiters(event, len(resource.waits), depth)


def send(world: World, thread: Contender, event: Event) -> Event:
    """SEND: a message went into a pipe; who waits at the other end may go."""
    resource = _arrived(world, thread, event, Reason.PIPE)
    resource.acquisitions += 1
    _hand_in(world, resource, thread, event)
    resource.value = len(resource.items)
    resource.max_depth = max(resource.max_depth, resource.value)
    grant(world, resource, Reason.PIPE, by=thread.id, time=event.time, most=1)
    return with_waiters(event, len(resource.waits))


def receive(world: World, thread: Contender, event: Event) -> Event:
    """RECV: a message came out of a pipe; a sender that waits for room may go."""
    resource = _arrived(world, thread, event, Reason.PIPE)
    resource.acquisitions += 1
    _hand_out(world, resource, thread, event)
    resource.value = len(resource.items)
    for number, wait in resource.waits.items():
        if not wait.available and number in resource.senders:
            grant(world, resource, Reason.PIPE, by=thread.id, time=event.time, most=1)
            break
    return with_waiters(event, len(resource.waits))


def task_done(world: World, thread: Contender, event: Event) -> Event:
    """TASK_DONE: when none is left, who waits in the queue's join may go."""
    resource = world.resource(event.resource, event.time)
    resource.users.add(thread.id)
    if event.value == 0:
        grant(world, resource, Reason.JOIN, by=thread.id, time=event.time)
    return with_waiters(event, len(resource.waits))


def shut_down(world: World, thread: Contender, event: Event) -> Event:
    """CLOSE: a queue was shut down, a barrier aborted: nobody needs to wait any longer. A pipe was closed: others may have it still."""
    resource = world.resource(event.resource, event.time)
    resource.users.add(thread.id)
    if resource.kind is ResourceKind.POOL:
        grant(world, resource, Reason.QUEUE_GET, by=thread.id, time=event.time)  # its workers may go home
    elif resource.kind is not ResourceKind.PIPE:
        for reason in {wait.reason for wait in resource.waits.values()}:
            grant(world, resource, reason, by=thread.id, time=event.time)
    return with_waiters(event, len(resource.waits))


def _share(world: World, resource: Resource, reason: Reason, there: int, thread: Contender, time: int) -> None:
    """Let as many go as there is something for."""
    free = there - resource.granted(reason)
    grant(world, resource, reason, by=thread.id, time=time, most=max(free, 0))


def _arrived(world: World, thread: Contender, event: Event, reason: Reason) -> Resource:
    resource = world.resources.get(event.resource) or world.resource(event.resource, event.time)
    if thread.waits:
        wait = match_wait(thread, resource.id, 0, reason)
        if wait is not None:
            close(world, thread, wait, event.time, succeeded=True)
            world.refresh(thread, event.time)
    resource.users.add(thread.id)
    if reason is Reason.QUEUE_PUT or event.kind is Kind.SEND:
        resource.senders.add(thread.id)
    return resource


def _hand_in(world: World, resource: Resource, thread: Contender, event: Event) -> None:
    """Keep the item until somebody gets it, unless somebody has it already (his record was the earlier by a hair)."""
    while resource.owed and event.time - resource.owed[0].time > HAIR_NS:
        resource.owed.popleft()  # its put was lost
    taken = _find(resource.owed, event.text, not_by=0)
    if taken is None:
        resource.items.append(Item(event.text, thread.id, event.time, event.location))
        return
    t0 = min(event.time, taken.time)
    world.add_edge(Edge(t0, taken.time, EdgeKind.MESSAGE, thread.id, taken.worker, resource.id, event.location, event.text))


def _hand_out(world: World, resource: Resource, thread: Contender, event: Event) -> None:
    own = thread.id if event.kind is Kind.RECV else 0  # nobody receives what he sent himself into a two-way pipe
    item = _find(resource.items, event.text, not_by=own)
    if item is None:
        resource.owed.append(Item(event.text, thread.id, event.time, event.location))
        return
    edge = Edge(item.time, event.time, EdgeKind.MESSAGE, item.worker, thread.id, resource.id, item.location, item.text or event.text)
    world.add_edge(edge)


def _find(items: deque[Item], text: int, *, not_by: int) -> Item | None:
    """Take out the first item of that text, so that last-in-first-out and priority queues match too; else simply the first.

    (An object's repr may differ between two processes, so a text that is not found does not mean that the item is not there.)
    """
    first = -1
    for number, item in enumerate(items):
        if item.worker == not_by:
            continue
        if item.text == text:
            first = number
            break
        if first < 0:
            first = number
        if number > MOST_SEARCHED:
            break
    if first < 0:
        return None
    found = items[first]
    del items[first]
    return found
