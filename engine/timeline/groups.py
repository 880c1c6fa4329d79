"""A lock that a group has: the first of them takes it, the last gives it back, and in between they come and go (a lightswitch).

Who counts them is a variable under a lock of its own, the door. Seen are only the locks: one is taken by somebody who has the door, and is
kept when he has let go of that. Whoever then goes through the same door at the same line, and neither takes the lock nor waits for it nor
tries to, was let in as one of the group. That it is one is certain once the taker himself comes through there again, though he is said to
have the lock still, and others do, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.events import ResourceKind

if TYPE_CHECKING:
    from engine.events import Event
    from engine.timeline.resources import Resource
    from engine.timeline.workers import Contender
    from engine.timeline.world import World

LOCKS: Final = frozenset({ResourceKind.LOCK, ResourceKind.SEMAPHORE})
MOST_KEPT: Final = 4096  # comings of a group
MOST_PERMITS: Final = 4  # of a worker: semaphores that it has taken, as a lock, and not given back


class Group:
    """Who came through the door while the lock was kept."""

    __slots__ = ("came", "door", "has_returned", "inside", "line", "resource", "taken_at", "taker")

    def __init__(self, taker: Contender, resource: Resource, door: Resource, line: int) -> None:
        self.resource = resource
        self.door = door
        self.line = line  # where the door is gone through by who comes in
        self.taker = taker.id
        _, self.taken_at = _taken(taker, resource)
        self.inside = 0  # who is in the door now, and has not touched the lock
        self.came: list[tuple[int, int]] = []  # time, who
        self.has_returned = False  # the taker himself came in again

    @property
    def is_certain(self) -> bool:
        """Whether it is a group, and not one worker that has the lock for itself."""
        return self.has_returned and any(who != self.taker for _, who in self.came)


def took_permit(thread: Contender, resource: Resource, event: Event) -> None:
    """Note that somebody took a semaphore that serves as a lock."""
    permits = thread.permits
    permits[resource] = (event.time, event.location)
    if len(permits) > MOST_PERMITS:
        del permits[next(iter(permits))]


def keep(world: World, thread: Contender, door: Resource) -> None:
    """Note that somebody gives back what he took before other things, and keeps those: they may be a group's, and it the door."""
    since, line = _taken(thread, door)
    if not since:
        return
    for resource in (*thread.held, *thread.permits):
        if resource.group is None and resource.kind in LOCKS and _taken(thread, resource)[0] > since:
            resource.group = door.groups[resource.id] = world.groups[resource.id] = Group(thread, resource, door, line)


def _taken(thread: Contender, resource: Resource) -> tuple[int, int]:
    """Tell when and where somebody took what he has; 0 if he has it not."""
    if resource.owner is thread:
        return resource.held_since, resource.held_at
    return thread.permits.get(resource, (0, 0))


def enter(thread: Contender, door: Resource, event: Event) -> None:
    """Note that somebody is in a door."""
    for group in door.groups.values():
        group.inside = thread.id if event.location == group.line else 0


def touch(resource: Resource) -> None:
    """Note that somebody took a group's lock, waits for it or was refused it: that is none of the group."""
    if resource.group is not None:
        resource.group.inside = 0


def leave(thread: Contender, door: Resource, event: Event) -> None:
    """Note that somebody is through a door: who has not touched the lock is one of the group now."""
    for group in door.groups.values():
        if group.inside == thread.id:
            group.inside = 0
            if len(group.came) < MOST_KEPT:
                group.came.append((event.time, thread.id))
            group.has_returned |= thread.id == group.taker


def part(world: World, resource: Resource) -> None:
    """Note that a group's lock was given back."""
    group, resource.group = resource.group, None
    if group is not None:
        group.door.groups.pop(resource.id, None)
        world.groups.pop(resource.id, None)


def is_in_door(thread: Contender, resource: Resource) -> bool:
    """Tell whether somebody has the door of a group, and may give back in its name what another took."""
    return resource.group is not None and _taken(thread, resource.group.door)[0] > 0
