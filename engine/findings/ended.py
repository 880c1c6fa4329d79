"""What has become of those who could never move again: somebody ended them, by a cancel or a signal. Then it was not for ever."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.findings.words import duration, name_of
from engine.timeline.workers import Process, Strand, Thread

if TYPE_CHECKING:
    from engine.findings.finding import Finding
    from engine.timeline.workers import Worker
    from engine.timeline.world import World

WORDS: Final = (
    (re.compile("Nobody will ever move"), "Nobody could move"),
    (re.compile("It will never move"), "It could not move"),
    (re.compile("will never end"), "could not end"),
    (re.compile("will wait for (.*?) for ever"), r"waited for \1 in vain"),
    (re.compile("nobody will (wake it|set it again)"), r"nobody was to \1"),
)


class End(NamedTuple):
    """Who was ended by force, when, by whom, how."""

    time: int
    worker: int
    by: int
    how: str


def amend(world: World, finding: Finding) -> bool:
    """Say in a finding how long it lasted and who ended it, if somebody of the program did; say whether that is news."""
    ends = [end for number in finding.workers if (end := _end_of(world, world.workers[number])) is not None]
    if not ends or "ended_by" in finding.parameters:
        return False
    end = min(ends)
    lasted = max(end.time - finding.since, 0)
    by, who = name_of(world, end.by), name_of(world, end.worker)
    for words, instead in WORDS:
        finding.message = words.sub(instead, finding.message)
    finding.message += f" So it was for {duration(lasted)}: then {by} {end.how} {who}."
    finding.parameters |= {"ended_worker": who, "ended_by": by, "lasted_ns": lasted}
    return True


def _end_of(world: World, worker: Worker) -> End | None:
    if isinstance(worker, Strand):
        is_over = worker.is_cancelled and worker.ended is not None and worker.cancelled_by
        return End(worker.ended or 0, worker.id, worker.cancelled_by, "cancelled") if is_over else None
    process = worker.process if isinstance(worker, Thread) else worker
    if not isinstance(process, Process) or process.ended is None or process.ended >= world.stopped_at or not process.exit:
        return None
    sent = next((signal for signal in reversed(process.signals) if signal.value == -(process.exit or 0)), None)
    return End(process.ended, process.id, sent.worker, "killed") if sent is not None else None
