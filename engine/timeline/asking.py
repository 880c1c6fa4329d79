"""A manager's objects: a proxy's call goes to the manager's process, is served there by one of its threads, and its answer comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import EdgeKind, Event, Outcome
from engine.timeline.asked import Call
from engine.timeline.pools import show_helper
from engine.timeline.waits import close, match_wait, with_waiters
from engine.wire import Edge

if TYPE_CHECKING:
    from engine.timeline.workers import Contender, Thread
    from engine.timeline.world import World


def ask(world: World, thread: Contender, event: Event) -> Event:
    """ASK: the question is on its way."""
    resource = world.resource(event.resource, event.time)
    resource.users.add(thread.id)
    resource.senders.add(thread.id)
    world.asked.open.append(Call(resource, thread, event.text, event.time, event.location))
    return with_waiters(event, len(resource.waits))


def serve(world: World, thread: Thread, event: Event) -> Event:
    """SERVE: a thread of the manager's has it; who asked waits for that thread."""
    resource = world.resource(event.resource, event.time)
    resource.users.add(thread.id)
    show_helper(world, thread)
    asked = world.asked.take(resource, event.text, event.value)
    if asked is None:
        return event
    world.asked.served[thread.id] = asked
    caller = asked.caller
    world.add_edge(Edge(asked.time, event.time, EdgeKind.MESSAGE, caller.id, thread.id, resource.id, asked.location, asked.text))
    wait = match_wait(caller, resource.id, 0)
    if wait is not None and not wait.available and not wait.by:
        wait.by = thread.id
        world.refresh(caller, event.time)
    return event


def reply(world: World, thread: Thread, event: Event) -> Event:
    """REPLY: the answer is on its way; who asked may go."""
    asked = world.asked.served.pop(thread.id, None)
    if asked is None:
        return event
    caller = asked.caller
    world.asked.answers[caller.id] = event.time, thread.id
    wait = match_wait(caller, asked.resource.id, 0)
    if wait is not None and not wait.available:
        wait.available, wait.ready_at, wait.by = True, event.time, 0
        world.refresh(caller, event.time)
    return event


def answered(world: World, thread: Contender, event: Event) -> Event:
    """RETURN: the answer has come."""
    resource = world.resource(event.resource, event.time)
    wait = match_wait(thread, resource.id, 0)
    if wait is not None:
        close(world, thread, wait, event.time, succeeded=event.flags == Outcome.DONE)
        world.refresh(thread, event.time)
    sent = world.asked.answers.pop(thread.id, None)
    if sent is not None:
        time, server = sent
        world.add_edge(Edge(time, event.time, EdgeKind.MESSAGE, server, thread.id, resource.id, event.location, event.text))
    return with_waiters(event, len(resource.waits))
