"""Starvation: a worker that waits while others take what it waits for again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.findings.finding import Finding
from engine.findings.words import line_of, name_of, resource_name, say
from engine.timeline.noticed import LEAST_PASSES, Passed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.resources import Resource, Wait
    from engine.timeline.workers import Contender, Thread
    from engine.timeline.world import World

# Locks promise no order, and threads that take a lock in a tight loop pass each other for some tens of ms (measured: four threads, 100,000
# turns each, none waits for more than a third of its time). A second of nothing but waiting is another thing.
STARVED_NS: Final = 1_000_000_000
LEAST_SHARE: Final = 0.8  # of the time since it began to be passed that it spent waiting so
PASSES_PER_TURN: Final = 10  # others' turns to one of its own
MANY_PASSES: Final = 20
SHORT_NS: Final = 50_000_000  # shorter waits are ordinary
AGAIN: Final = 1.5

MESSAGES: Final = {
    "finding.starvation": (
        "{who} waited {waited_ns} for {resource} at line {line} while others took it {passes} times and passed it by, {other} "
        "(line {other_line}) the last. Let go of the lock for a moment between two turns, do the slow part outside it, or hand "
        "turns out in order, through a queue."
    ),
}


class _Account:
    def __init__(self, since: int) -> None:
        self.since = since
        self.waited_ns = self.passes = self.turns = self.told_ns = 0


class Starvation:
    """Adds up, for each worker and each resource, how long it waited and how often it was passed."""

    def __init__(self) -> None:
        self._accounts: dict[tuple[int, int], _Account] = {}

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new, and what has become much worse."""
        for fact in noticed:
            if not isinstance(fact, Passed) or fact.wait.resource is None or fact.wait_ns < SHORT_NS:
                continue
            account = self._accounts.setdefault((fact.thread.id, fact.wait.resource.id), _Account(fact.wait.since))
            account.waited_ns += fact.wait_ns
            account.passes += fact.passes
            account.turns += fact.succeeded
            yield from self._judge(world, fact.thread, fact.wait, account, fact.time, is_last=is_last)
        for thread in world.threads.values():
            yield from self._lasting(world, thread, is_last=is_last)

    def _lasting(self, world: World, thread: Thread, *, is_last: bool) -> Iterator[Finding]:
        wait = thread.waits[-1] if thread.waits else None
        if wait is None or wait.resource is None or world.now - wait.since < SHORT_NS:
            return
        passes = wait.resource.barged - wait.turn
        if passes < LEAST_PASSES:
            return
        before = self._accounts.get((thread.id, wait.resource.id))
        account = _Account(before.since if before is not None else wait.since)
        if before is not None:
            account.waited_ns, account.passes = before.waited_ns, before.passes
            account.turns, account.told_ns = before.turns, before.told_ns
        account.waited_ns += max(world.now - wait.since - (thread.process.delay_ns - wait.delay), 0)
        account.passes += passes
        yield from self._judge(world, thread, wait, account, world.now, is_last=is_last)
        if account.told_ns:
            self._accounts.setdefault((thread.id, wait.resource.id), _Account(account.since)).told_ns = account.told_ns

    def _judge(self, world: World, thread: Contender, wait: Wait, account: _Account, now: int, *, is_last: bool) -> Iterator[Finding]:
        is_worse = account.waited_ns > account.told_ns * (1 if is_last else AGAIN)
        is_starved = account.waited_ns >= STARVED_NS and account.waited_ns >= LEAST_SHARE * (now - account.since)
        is_passed = account.passes >= max(MANY_PASSES, PASSES_PER_TURN * account.turns)
        if is_worse and is_starved and is_passed and wait.resource is not None:
            account.told_ns = account.waited_ns
            yield _finding(world, thread, wait, wait.resource, account, now)


def _finding(world: World, thread: Contender, wait: Wait, resource: Resource, account: _Account, now: int) -> Finding:
    barge = resource.barge
    other, place = (barge.worker, barge.location) if barge is not None else (0, 0)
    parameters = {
        "who": world.label(thread),
        "waited_ns": account.waited_ns,
        "resource": resource_name(resource),
        "line": line_of(world, wait.location),
        "passes": account.passes,
        "other": name_of(world, other),
        "other_line": line_of(world, place),
    }
    return Finding(
        kind="starvation",
        level="warning",
        message=say(MESSAGES["finding.starvation"], parameters),
        message_id="finding.starvation",
        key=("starvation", thread.id, resource.id),
        at=now,
        since=account.since,
        parameters=parameters,
        workers=[thread.id, *([other] if other else [])],
        resources=[resource.id],
        location=wait.location,
        is_open=False,
    )
