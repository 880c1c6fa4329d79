"""Starvation by a group: who waits for a lock that its members keep, since there is always one of them inside (readers before writers)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.findings.finding import Finding
from engine.findings.words import line_of, name_of, names_of, resource_name, say
from engine.timeline.workers import Contender

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.groups import Group
    from engine.timeline.noticed import Noticed
    from engine.timeline.resources import Wait
    from engine.timeline.world import World

# A few readers may well overlap while a writer waits. That is no starvation yet; so many that came later than he and were let in are.
WAITED_NS: Final = 500_000_000
LEAST_COMINGS: Final = 12
LEAST_MEMBERS: Final = 2
AGAIN: Final = 1.5

MESSAGES: Final = {
    "finding.starvation.group": (
        "{who} has waited {waited_ns} for {resource} (line {line}), which {taker} took for a group (line {taken_line}): since then "
        "{others} came in {count} times (past {door}, line {door_line}), there was always one inside, and nobody gave it back. Let "
        "who waits keep out those who come later: have all of them pass a turnstile first."
    ),
}


class _Told:
    def __init__(self, world: World, thread: Contender, wait: Wait, group: Group) -> None:
        self.thread, self.wait, self.group = thread, wait, group
        self.told_ns = self.waited_ns = 0
        self.came: list[tuple[int, int]] = []
        self.look(world)

    def look(self, world: World) -> None:
        """See how it stands, as long as it lasts."""
        self.now = world.now
        self.waited_ns = world.now - self.wait.since
        self.came = [(time, who) for time, who in self.group.came if time > self.wait.since]

    @property
    def is_sure(self) -> bool:
        """Whether it is one."""
        is_long = self.waited_ns >= WAITED_NS and len(self.came) >= LEAST_COMINGS
        return is_long and self.group.is_certain and len({who for _, who in self.came}) >= LEAST_MEMBERS


class ShutOut:
    """Looks at those who wait for what a group has."""

    def __init__(self) -> None:
        self._told: dict[tuple[int, int], _Told] = {}

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new, what lasts for much longer, and at the end for how long it lasted."""
        for key, told in list(self._told.items()):
            if told.wait.is_over or told.wait.available or is_last:
                del self._told[key]
                if told.told_ns and told.waited_ns > told.told_ns:
                    yield _finding(world, told)
        for group in world.groups.values():
            for number, wait in group.resource.waits.items():
                thread = world.workers[number]
                if isinstance(thread, Contender) and not wait.available:
                    yield from self._judge(world, thread, wait, group)

    def _judge(self, world: World, thread: Contender, wait: Wait, group: Group) -> Iterator[Finding]:
        told = self._told.get((thread.id, wait.since))
        if told is None or told.group is not group:
            told = self._told[thread.id, wait.since] = _Told(world, thread, wait, group)
        told.look(world)
        if told.is_sure and told.waited_ns > told.told_ns * AGAIN:
            told.told_ns = told.waited_ns
            yield _finding(world, told)


def _finding(world: World, told: _Told) -> Finding:
    thread, wait, group = told.thread, told.wait, told.group
    others = list(dict.fromkeys(who for _, who in told.came))
    parameters = {
        "who": world.label(thread),
        "waited_ns": told.waited_ns,
        "resource": resource_name(group.resource),
        "line": line_of(world, wait.location),
        "taker": name_of(world, group.taker),
        "taken_line": line_of(world, group.taken_at),
        "others": names_of(world, others),
        "count": len(told.came),
        "door": resource_name(group.door),
        "door_line": line_of(world, group.line),
    }
    return Finding(
        kind="starvation",
        level="warning",
        message=say(MESSAGES["finding.starvation.group"], parameters),
        message_id="finding.starvation.group",
        key=("starvation", thread.id, group.resource.id),
        at=told.now,
        since=wait.since,
        parameters=parameters,
        workers=list(dict.fromkeys([thread.id, group.taker, *others])),
        resources=[group.resource.id, group.door.id],
        location=wait.location,
        is_open=False,
    )
