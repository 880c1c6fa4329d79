"""Judges the longest single time that a worker was blocked."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.events import Reason, State
from engine.export.spans import Span, spans_of
from engine.scenario.expectations import Blocked
from engine.scenario.verdict.answers import MOST_EVIDENCE, Answer, Evidence, Outcome
from engine.scenario.verdict.case import Case
from engine.scenario.verdict.ending import FROM_OTHERS, SECOND_NS
from engine.scenario.verdict.sentences import reason_said, say
from engine.scenario.verdict.wanted import wanted_by


@dataclass(slots=True)
class _Wait:
    """One wait: the time blocked in it, whoever else took in between what had become free."""

    first: Span
    end: int
    blocked_ns: int = 0

    def goes_on_with(self, span: Span) -> bool:
        now, before = span.change, self.first.change
        return span.begin == self.end and (now.reason, now.resource, now.target) == (before.reason, before.resource, before.target)


def blocked(expectation: Blocked, case: Case) -> Answer:
    """Judge the longest single time that a worker was blocked, on a resource if one is named.

    Blocked is who waits for what another worker gives: a lock, a permit, an item, room, an event, an end, a result. Sleeping is no such
    wait, nor is waiting for the kernel. "any" is every worker that the scenario names, the main worker not. One wait may be interrupted
    by having been woken in vain: the times blocked in it add up. Where nobody could ever have moved, a wait that goes on to the end is
    longer than anything. Who never was blocked was so for 0 s.
    """
    wanted = wanted_by(expectation, case.bound)
    who = set(case.scene.workers(expectation.blocked))
    on = None if expectation.resource is None else case.scene.resources(expectation.resource)
    waits = [wait for wait in _waits(case, who) if on is None or wait.first.change.resource in on]
    waits.sort(key=lambda wait: -wait.blocked_ns)
    ever = [wait for wait in waits if wait.end >= case.ending.end_ns] if case.ending.is_stuck else []
    seconds = waits[0].blocked_ns / SECOND_NS if waits else 0.0
    if ever:
        is_wanted = wanted.at_most is None and wanted.equals is None
        outcome = Outcome.PASSED if is_wanted else Outcome.FAILED
        shown = [_evidence(case, wait) for wait in ever[:MOST_EVIDENCE]]
        return Answer(outcome=outcome, measured=seconds, seen=say("seen.blocked.ever"), evidence=shown)
    outcome = wanted.judge(seconds, case.ending.growth)
    shown = [_evidence(case, wait) for wait in waits[:1]]
    return Answer(outcome=outcome, measured=seconds, seen=say("seen.blocked", seconds=seconds), evidence=shown)


def _waits(case: Case, who: set[int]) -> Iterator[_Wait]:
    """Put the blocked spans of a worker's one wait together; being ready in between does not end it."""
    open_waits: dict[int, _Wait] = {}
    changes = [change for change in case.scene.recording.changes if change.worker in who and change.time < case.ending.end_ns]
    for span in sorted(spans_of(changes, end_ns=case.ending.end_ns), key=lambda span: (span.begin, span.end)):
        wait = open_waits.get(span.change.worker)
        if span.change.state is State.READY and wait is not None and wait.end == span.begin:
            wait.end = span.end
        elif span.change.state is State.BLOCKED and span.change.reason in FROM_OTHERS:
            if wait is None or not wait.goes_on_with(span):
                if wait is not None:
                    yield wait
                wait = open_waits[span.change.worker] = _Wait(span, span.begin)
            wait.blocked_ns += span.end - span.begin
            wait.end = span.end
    yield from open_waits.values()


def _evidence(case: Case, wait: _Wait) -> Evidence:
    change = wait.first.change
    who, thing, seconds = case.scene.name(change.worker), case.scene.resource_name(change.resource), wait.blocked_ns / SECOND_NS
    if thing is not None:
        said = say("evidence.blocked", worker=who, resource=thing, seconds=seconds)
    else:
        said = say("evidence.blocked.some", worker=who, reason=reason_said(Reason(change.reason)), seconds=seconds)
    return case.scene.evidence(said, change.worker, wait.first.begin, change.location)
