"""Wake-ups that nobody hears: a notify, or an event set and cleared at once, while nobody waits.

Such a wake-up is lost if somebody then begins to wait for it. Of a condition that is certain only if the waiter was the first to take the
condition's lock after the notify: had it looked whether what it waits for has happened already, it would have seen so and not waited. And
only where some notify and others wait: with one condition for both sides of a buffer, a notify may be meant for the other side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.events import Event, Outcome, Reason
from engine.timeline.noticed import Missed

if TYPE_CHECKING:
    from engine.timeline.resources import Resource, Wait
    from engine.timeline.workers import Contender
    from engine.timeline.world import World

PULSE_NS: Final = 100_000_000  # an event that stays set for longer is a gate that was open for a while, not a pulse


class Pulse:
    """What is remembered of a condition or an event between a wake-up and the wait that comes too late."""

    __slots__ = ("guard", "pulsers", "setting", "suspect", "turn", "unheard", "waiters")

    def __init__(self) -> None:
        self.pulsers: set[int] = set()
        self.waiters: set[int] = set()
        self.setting: Event | None = None  # an event was set when nobody waited, and is set still
        self.unheard: Event | None = None  # the last wake-up, if nobody heard it
        self.guard: Resource | None = None  # the condition's lock
        self.turn = 0  # how often that had been taken by then
        self.suspect: tuple[Event, Wait, Contender] | None = None  # the wait that came too late for a wake-up


def pulse_of(resource: Resource) -> Pulse:
    """Give a resource's pulse; make it at its first use."""
    pulse = resource.pulse
    if pulse is None:
        pulse = resource.pulse = Pulse()
    return pulse


def notified(resource: Resource, thread: Contender, event: Event) -> None:
    """Note a notify, before it wakes anybody."""
    pulse = pulse_of(resource)
    pulse.pulsers.add(thread.id)
    pulse.suspect = None
    is_heard = any(wait.reason is Reason.CONDITION for wait in resource.waits.values())
    pulse.guard = _guard(resource, thread)
    pulse.unheard = None if is_heard or pulse.guard is None else event
    pulse.turn = pulse.guard.acquisitions if pulse.guard is not None else 0


def _guard(resource: Resource, thread: Contender) -> Resource | None:
    """Tell which lock is the condition's: its own, or the only one in the notifier's hands."""
    if resource in thread.held:
        return resource
    return next(iter(thread.held)) if len(thread.held) == 1 else None


def was_set(resource: Resource, thread: Contender, event: Event) -> None:
    """Note that an event is set, before that wakes anybody."""
    pulse = pulse_of(resource)
    pulse.pulsers.add(thread.id)
    pulse.suspect = pulse.unheard = None
    pulse.setting = None if resource.waits else event


def was_cleared(resource: Resource, thread: Contender, event: Event) -> None:
    """Note that an event is cleared: a pulse, if whoever set it does so, at once."""
    pulse = pulse_of(resource)
    setting, pulse.setting = pulse.setting, None
    if setting is not None and setting.worker == thread.id and event.time - setting.time <= PULSE_NS:
        pulse.unheard = setting


def wait_begins(resource: Resource, thread: Contender, wait: Wait) -> None:
    """Note that a thread begins to wait; suspect that it is too late for the last wake-up."""
    pulse = pulse_of(resource)
    unheard, pulse.unheard = pulse.unheard, None
    pulse.waiters.add(thread.id)
    pulse.suspect = None
    if unheard is None or thread.id in pulse.pulsers or unheard.worker in pulse.waiters:
        return
    guard = pulse.guard
    if wait.reason is Reason.EVENT or (guard is not None and guard.acquisitions == pulse.turn + 1):
        pulse.suspect = (unheard, wait, thread)


def wait_ends(world: World, resource: Resource, thread: Contender, wait: Wait | None, event: Event) -> None:
    """Note that a wait ended without a wake-up, or that none was needed."""
    pulse = resource.pulse
    if pulse is None:
        return
    if event.flags & 3 == Outcome.DONE:
        pulse.setting = None
    elif event.flags & 3 == Outcome.TIMEOUT and pulse.suspect is not None and pulse.suspect[1] is wait and wait is not None:
        world.noticed.append(Missed(event.time, thread, resource, wait, pulse.suspect[0]))
