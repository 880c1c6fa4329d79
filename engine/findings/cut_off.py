"""Daemons cut off at exit in the midst of something: what each was doing, at which line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.events import Reason
from engine.findings.finding import Finding
from engine.findings.words import line_of, resource_name, say
from engine.timeline.noticed import CutOff

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.world import World

# A daemon that waits for one of these has nothing to do, and the end finds it idle: that is what daemons are for.
IDLE: Final = frozenset({Reason.QUEUE_GET, Reason.EVENT, Reason.CONDITION, Reason.SEMAPHORE, Reason.BARRIER, Reason.IO, Reason.PIPE})
MORE_IDLE: Final = frozenset({Reason.FUTURE, Reason.JOIN, Reason.PROCESS, Reason.UNKNOWN})
# A shorter sleep is a pause between two rounds of a daemon that goes round for ever: nothing is left half done.
LONG_SLEEP_NS: Final = 100_000_000

WORKS_FOR_POOL: Final = "/multiprocessing/pool.py"  # where the function is that a ThreadPool's workers run

ADVICE: Final = "Tell it to stop, e.g. by an Event, and join it before the end."
MESSAGES: Final = {
    "finding.daemon-cut-off": (
        "{who}, a daemon, was cut off in the midst of its work (line {line}) when {by} ended: what it had begun stays "
        "unfinished, and no finally block ran. " + ADVICE
    ),
    "finding.daemon-cut-off.nowhere": (
        "{who}, a daemon, was cut off in the midst of its work when {by} ended: what it had begun stays unfinished, and no "
        "finally block ran. " + ADVICE
    ),
    "finding.daemon-cut-off.sleep": (
        "{who}, a daemon, was cut off in its sleep (line {line}) when {by} ended: what comes after the sleep never ran. If that"
        " matters: " + ADVICE
    ),
    "finding.daemon-cut-off.waiting": (
        "{who}, a daemon, was cut off while it waited for {resource} (line {line}) when {by} ended: what it was about to do "
        "never happened. " + ADVICE
    ),
    "finding.daemon-cut-off.holding": (
        "{who}, a daemon, was cut off with {resource} in its hands (line {line}) when {by} ended: what the lock guards may be "
        "half changed. " + ADVICE
    ),
}


class CutOffs:
    """Tells of daemons that were cut off; once it is sure that they did not just manage to end."""

    def __init__(self) -> None:
        self._pending: list[CutOff] = []
        self._told: set[int] = set()

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new."""
        self._pending += [fact for fact in noticed if isinstance(fact, CutOff)]
        left = []
        for fact in self._pending:
            thread = fact.thread
            if thread.ended is None and not is_last:
                left.append(fact)
            elif thread.id in self._told or fact.time >= world.stopped_at or _is_idle(fact) or _is_between_jobs(world, fact):
                continue
            elif thread.cut or thread.process.cut:
                self._told.add(thread.id)
                yield _finding(world, fact)
        self._pending = left


def _is_idle(fact: CutOff) -> bool:
    if fact.wait is not None and fact.held == (fact.wait.resource,):
        return True  # a lock that it has taken itself is a bell: others release it when there is something to do
    if fact.held:
        return False
    if not fact.is_blocked:
        return fact.has_just_turned
    wait = fact.wait
    return wait is None or wait.reason in IDLE | MORE_IDLE or (wait.reason is Reason.SLEEP and wait.due - wait.since < LONG_SLEEP_NS)


def _is_between_jobs(world: World, fact: CutOff) -> bool:
    """Tell whether it is a pool's worker that had no job, in the midst of the library's own steps: nothing of the program's was cut off."""
    jobs = [pool.slots[fact.thread] for pool in world.pools.values() if fact.thread in pool.slots]
    if jobs:
        return not any(jobs)
    place = fact.thread.facts.location
    return bool(place) and not fact.location and world.tables.locations[place - 1][0].endswith(WORKS_FOR_POOL)


def _finding(world: World, fact: CutOff) -> Finding:
    thread, wait = fact.thread, fact.wait
    resources = list(fact.held)
    message_id = "finding.daemon-cut-off"
    if fact.held:
        message_id += ".holding"
    elif wait is not None and wait.reason is Reason.SLEEP:
        message_id += ".sleep"
    elif wait is not None and wait.resource is not None:
        message_id += ".waiting"
        resources = [wait.resource]
    elif not fact.location:
        message_id += ".nowhere"
    parameters: dict[str, Any] = {"who": world.label(thread), "line": line_of(world, fact.location), "by": world.label(fact.ended_by)}
    if resources:
        parameters["resource"] = ", ".join(sorted(resource_name(resource) for resource in resources))
    return Finding(
        kind="daemon-cut-off",
        level="info" if message_id.endswith(".sleep") else "warning",
        message=say(MESSAGES[message_id], parameters),
        message_id=message_id,
        key=("daemon-cut-off", thread.id),
        at=thread.ended or fact.time,
        since=fact.time,
        parameters=parameters,
        workers=[thread.id, fact.ended_by.id],
        resources=[resource.id for resource in resources],
        location=fact.location,
        is_open=False,
    )
