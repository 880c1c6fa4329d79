"""Lost wake-up: a notify, or a pulse of an event, that came when nobody waited, and a wait that then lasts for ever or until its limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.events import Event, Reason
from engine.findings.finding import Finding
from engine.findings.knots import has_lasted
from engine.findings.words import line_of, name_of, resource_name, say
from engine.timeline.noticed import Missed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.resources import Resource, Wait
    from engine.timeline.workers import Contender
    from engine.timeline.world import World

LEAST_NS: Final = 100_000_000  # who waits for less polls
QUIET_NS: Final = 1_000_000_000  # so long after its time limit nobody came back to it, neither to wait nor to wake

ADVICE: Final = "Note in a variable what has happened and look at it, with the lock held, before waiting; wait_for() does."
EVENT_ADVICE: Final = "Leave the event set, and let whoever waited for it clear it."
MESSAGES: Final = {
    "finding.lost-wakeup": (
        "{by} notified {resource} at line {line}, but nobody was waiting. {who} began to wait {late_ns} later (line "
        "{wait_line}), and nobody will wake it. " + ADVICE
    ),
    "finding.lost-wakeup.timeout": (
        "{by} notified {resource} at line {line}, but nobody was waiting. {who} began to wait {late_ns} later (line "
        "{wait_line}) and waited {waited_ns}, to its time limit, for what had come before. " + ADVICE
    ),
    "finding.lost-wakeup.event": (
        "{by} set {resource} at line {line} and cleared it at once, but nobody was waiting. {who} began to wait {late_ns} later"
        " (line {wait_line}), and nobody will set it again. " + EVENT_ADVICE
    ),
    "finding.lost-wakeup.event-timeout": (
        "{by} set {resource} at line {line} and cleared it at once, but nobody was waiting. {who} began to wait {late_ns} later"
        " (line {wait_line}) and waited {waited_ns}, to its time limit, for what had come before. " + EVENT_ADVICE
    ),
}


def find_lost_wakeups(world: World, knot: dict[Contender, Wait]) -> list[Finding]:
    """Find those in a knot who came too late for their wake-up."""
    found = []
    for thread, wait in knot.items():
        pulse = wait.resource.pulse if wait.resource is not None else None
        suspect = pulse.suspect if pulse is not None else None
        if suspect is not None and suspect[1] is wait and wait.resource is not None and has_lasted(world, [wait]):
            found.append(_finding(world, thread, wait.resource, wait, suspect[0], until=None))
    return found


class MissedWakeups:
    """Tells of waits that ran into their time limit, once it is sure that nobody comes back to them."""

    def __init__(self) -> None:
        self._pending: list[Missed] = []

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is certain now."""
        self._pending += [fact for fact in noticed if isinstance(fact, Missed) and fact.time - fact.wait.since >= LEAST_NS]
        left = []
        for fact in self._pending:
            pulse = fact.resource.pulse
            if pulse is None or pulse.suspect is None or pulse.suspect[1] is not fact.wait:
                continue  # somebody was woken, or it waits again: it looks whether to
            if is_last or world.now - fact.time >= QUIET_NS:
                yield _finding(world, fact.thread, fact.resource, fact.wait, fact.unheard, until=fact.time)
            else:
                left.append(fact)
        self._pending = left


def _finding(world: World, thread: Contender, resource: Resource, wait: Wait, unheard: Event, *, until: int | None) -> Finding:
    message_id = "finding.lost-wakeup"
    if wait.reason is Reason.EVENT:
        message_id += ".event" if until is None else ".event-timeout"
    elif until is not None:
        message_id += ".timeout"
    parameters: dict[str, Any] = {
        "by": name_of(world, unheard.worker),
        "resource": resource_name(resource),
        "line": line_of(world, unheard.location),
        "who": world.label(thread),
        "late_ns": wait.since - unheard.time,
        "wait_line": line_of(world, wait.location),
    }
    if until is not None:
        parameters["waited_ns"] = until - wait.since
    return Finding(
        kind="lost-wakeup",
        level="error" if until is None else "warning",
        message=say(MESSAGES[message_id], parameters),
        message_id=message_id,
        key=("lost-wakeup", thread.id, wait.since),
        at=world.now if until is None else until,
        since=wait.since,
        parameters=parameters,
        workers=[thread.id, unheard.worker],
        resources=[resource.id],
        location=wait.location,
        is_open=until is None,
    )
