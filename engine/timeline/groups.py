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

MOST_KEPT: Final = 4096  # comings of a group
MOST_PERMITS: Final = 4  # of a worker: semaphores that it has taken, as a lock, and not given back


class Group:
    """Who came through the door while the lock was kept."""

    __slots__ = ("came", "door", "has_returned", "inside", "line", "resource", "since", "taken_at", "taker")

    def __init__(self, resource: Resource, door: Resource, taker: Contender, event: Event, line: int) -> None:
        self.resource = resource
        self.door = door
        self.line = line  # where the door is gone through by who comes in
        self.taker = taker.id
        self.since, self.taken_at = event.time, event.location
        self.inside = 0  # who is in the door now, and has not touched the lock
        self.came: list[tuple[int, int]] = []  # time, who
        self.has_returned = False  # the taker himself came in again

    @property
    def is_certain(self) -> bool:
        """Whether it is a group, and not one worker that has the lock for itself."""
        return self.has_returned and any(who != self.taker for _, who in self.came)


def took_permit(thread: Contender, resource: Resource, event: Event) -> None:
    """Note that somebody took a semaphore that serves as a lock."""
    thread.permits = (*thread.permits, (resource, event.time, event.location))[-MOST_PERMITS:]


def gave_permit(thread: Contender, resource: Resource) -> None:
    """Note that somebody gave one back."""
    thread.permits = tuple(permit for permit in thread.permits if permit[0] is not resource)


def take(world: World, thread: Contender, resource: Resource, event: Event) -> None:
    """Note that somebody who has other locks took this one: the last of those may be a door."""
    doors = [(one.held_since, one.held_at, one) for one in thread.held if one is not resource]
    doors += [(time, line, one) for one, time, line in thread.permits if one is not resource]
    resource.group = None
    if doors and resource.kind in (ResourceKind.LOCK, ResourceKind.SEMAPHORE):
        _, line, door = max(doors, key=lambda one: one[0])
        group = resource.group = door.groups[resource.id] = Group(resource, door, thread, event, line)
        world.groups[resource.id] = group


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
    group = resource.group
    if group is not None:
        group.door.groups.pop(resource.id, None)
        world.groups.pop(resource.id, None)


def is_kept_open(thread: Contender, resource: Resource) -> bool:
    """Tell whether a lock that was taken in a door was kept beyond it: for a group, as far as anybody can tell."""
    return resource.group is not None and not has(thread, resource.group.door)


def is_in_door(thread: Contender, resource: Resource) -> bool:
    """Tell whether somebody has the door of a group, and may give back in its name what another took."""
    return resource.group is not None and has(thread, resource.group.door)


def has(thread: Contender, door: Resource) -> bool:
    """Tell whether somebody has a lock, or a semaphore that serves as one."""
    return door in thread.held or any(permit[0] is door for permit in thread.permits)
