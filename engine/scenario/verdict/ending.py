"""How a run ended, and what it therefore cannot tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.events import Event, Kind, Reason, State
from engine.export.recording import Recording
from engine.scenario.sentences import Sentence
from engine.scenario.verdict.sentences import say
from engine.scenario.verdict.wanted import Growth
from engine.wire import Change

SECOND_NS = 1_000_000_000
SETTLED_NS = 50_000_000  # what somebody who waits for less may still be on its way
HANGS = frozenset({"deadlock", "pool-deadlock", "join-hang"})
# What only another worker of the program can give.
FROM_OTHERS = frozenset(
    {
        *(Reason.LOCK, Reason.SEMAPHORE, Reason.EVENT, Reason.CONDITION, Reason.BARRIER, Reason.QUEUE_GET, Reason.QUEUE_PUT),
        *(Reason.JOIN, Reason.PROCESS, Reason.PIPE, Reason.FUTURE),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ended.

    status: the run's. end_ns: until when the program was left to itself. growth: what might be missing from what is counted, and why.
    is_stuck: nobody in it could ever have moved, when the time limit ended it or since that was certain.
    """

    status: str
    exit_code: int | None
    signal: str | None
    end_ns: int
    growth: Growth
    why: Sentence | None
    is_stuck: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether all that happened up to the run's end, or up to its time limit, was seen."""
        return self.growth is not Growth.UNSEEN


def ending_of(recording: Recording, *, limit_ns: int) -> Ending:
    """Tell how a run ended. limit_ns: the scenario's own time limit; a run that was ended before that tells less."""
    status = str(recording.status.get("status") or "unknown")
    wall_ns = (recording.meta.get("limits") or {}).get("wall_ns")
    left_ns = wall_ns if status == "timed-out" else recording.status.get("left_ns") if status == "stuck" else None
    end_ns = min(recording.end_ns, left_ns) if left_ns else recording.end_ns
    growth, why, stuck = Growth.UNSEEN, _unseen(recording, status), False
    if why is None and status == "stuck":
        stuck, growth = True, Growth.NONE
    elif why is None and status == "timed-out":
        stuck = is_stuck(recording, end_ns)
        is_early = wall_ns is not None and wall_ns < limit_ns
        growth = Growth.NONE if stuck else Growth.UNSEEN if is_early else Growth.LATER
        why = None if stuck else say("verdict.why.timed-out", seconds=end_ns / SECOND_NS)
    elif why is None:
        growth = Growth.NONE
    code, signal = recording.status.get("exit_code"), recording.status.get("signal")
    return Ending(status=status, exit_code=code, signal=signal, end_ns=end_ns, growth=growth, why=why, is_stuck=stuck)


def _unseen(recording: Recording, status: str) -> Sentence | None:
    """Say why something may have happened that was not seen."""
    if status in ("lost", "failed", "stopped", "limited"):
        return say(f"verdict.why.{status}", note=recording.status.get("note") or "")
    if not recording.is_whole or status not in ("finished", "timed-out", "stuck"):
        return say("verdict.why.cut-off")
    dropped = recording.status.get("dropped", 0)
    return say("verdict.why.events-lost", count=dropped) if dropped else None


def is_stuck(recording: Recording, at: int) -> bool:
    """Tell whether at that time every worker waited, without a time limit, for something that only another of them can give.

    A task is woken by timers that its wait does not show; it counts as stuck only if a finding that stands says so.
    """
    changes, waits = _latest(recording, at)
    hangs = [finding for finding in recording.findings.values() if finding["open"] and finding["kind"] in HANGS]
    told = {number for finding in hangs for number in finding["workers"]}
    living = {number: row for number, row in recording.workers.items() if _lives(row, at)}
    hosts = {row["thread"] for row in living.values() if row.get("thread")}
    judged = [number for number, row in living.items() if row["kind"] != "process" and not row["helper"] and number not in hosts]
    return bool(judged) and all(
        number in told if living[number].get("thread") else _waits_for_ever(changes.get(number), waits.get(number), at) for number in judged
    )


def _lives(row: Mapping[str, Any], at: int) -> bool:
    return row["began"] is not None and row["began"] <= at and (row["ended"] is None or row["ended"] >= at)


def _latest(recording: Recording, at: int) -> tuple[dict[int, Change], dict[int, Event]]:
    changes = {change.worker: change for change in recording.changes if change.time < at}
    waits = {event.worker: event for event in recording.events if event.kind is Kind.WAIT and event.time <= at}
    return changes, waits


def _waits_for_ever(change: Change | None, wait: Event | None, at: int) -> bool:
    if change is None or change.state is not State.BLOCKED or change.reason not in FROM_OTHERS:
        return False
    return wait is not None and wait.value < 0 and wait.time <= at - SETTLED_NS
