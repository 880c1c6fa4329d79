"""What has no line of the program's: in `Thread(target=lock.release)` and `submit(lock.release)` the library calls a C function.

It is told with the line that asked for it: of the start, or of the submit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.events import Event, Kind, Reason, ResourceKind

if TYPE_CHECKING:
    from engine.timeline.workers import Thread
    from engine.timeline.world import World

KINDS: Final = frozenset(
    {
        *(Kind.WAIT, Kind.ACQUIRE, Kind.RELEASE, Kind.PUT, Kind.GET, Kind.TASK_DONE),
        *(Kind.NOTIFY, Kind.SET, Kind.CLEAR, Kind.ARRIVE),
    }
)
# Of all others the library has its own: a pool's worker waits for its next job on no line of the program's.
SHARED: Final = frozenset(
    {
        *(ResourceKind.LOCK, ResourceKind.RLOCK, ResourceKind.SEMAPHORE, ResourceKind.CONDITION),
        *(ResourceKind.EVENT, ResourceKind.BARRIER, ResourceKind.QUEUE),
    }
)
ALONE: Final = frozenset({Reason.SLEEP, Reason.JOIN})


def located(world: World, thread: Thread, event: Event) -> Event:
    """Give an event that has no line that of whatever asked for it."""
    origin = thread.origin or (thread.process.start_location if thread.is_main else 0)
    if event.kind not in KINDS or not origin or thread.is_helper:
        return event
    facts = world.tables.resources.get(event.resource)
    is_meant = event.reason in ALONE if facts is None else facts.kind in SHARED
    return event._replace(location=origin) if is_meant else event
