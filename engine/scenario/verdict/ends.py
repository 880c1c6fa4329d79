"""Judges how a run ends and what Lockstep finds: `finishes`, `deadlocks`, `finding`, `exit_code`."""

import signal
from collections.abc import Callable, Iterable
from typing import Any

from engine.events import Kind, Reason
from engine.scenario.expectations import Deadlocks, ExitCode, Finds, Finishes
from engine.scenario.sentences import Sentence
from engine.scenario.verdict.answers import MOST_EVIDENCE, Answer, Evidence, Outcome
from engine.scenario.verdict.case import Case
from engine.scenario.verdict.ending import HANGS, SECOND_NS
from engine.scenario.verdict.sentences import say
from engine.scenario.verdict.watching import RACES, saw_data

LEVELS = ("error", "warning")
ANY = "any"
Row = dict[str, Any]


def finishes(expectation: Finishes, case: Case) -> Answer:
    """Judge whether the program came to its own end.

    It did if it ended by itself, with whatever exit code; not if a signal or the scenario's time limit ended it. `within` counts from
    when the interpreter was ready for the program, so that its own start does not count, to the end of the program's own process.
    A run that was stopped, cut off, or ended by a shorter time limit than the scenario's can say nothing, unless it hung for good.
    """
    ending, within = case.ending, case.bound.evaluate(expectation.within)
    has_ended = ending.status == "finished" and ending.signal is None
    began, ended = _life(case)
    seconds = (ended - began) / SECOND_NS
    is_known = ending.status == "finished" or ending.is_stuck or (ending.status == "timed-out" and ending.is_complete)
    if not is_known:
        return Answer(outcome=Outcome.UNKNOWN, measured=None, seen=_end_seen(case, seconds))
    is_so = has_ended and (within is None or seconds <= within)
    measured = round(seconds, 6) if has_ended else None
    evidence = _end(case, ended) if has_ended else _rings(case, _found(case, HANGS)) or case.last_waits() or _end(case, ended)
    return Answer(outcome=_outcome(is_so is expectation.finishes), measured=measured, seen=_end_seen(case, seconds), evidence=evidence)


def deadlocks(expectation: Deadlocks, case: Case) -> Answer:
    """Judge whether Lockstep found a deadlock, of workers or of a pool, or a join that hangs.

    One that was found was there, however the run went on. That there is none can be said only of a run that was seen to its end or to its
    time limit.
    """
    return _judge_findings(case, _found(case, HANGS), wants=expectation.deadlocks)


def finding(expectation: Finds, case: Case) -> Answer:
    """Judge whether there is a finding of a kind ("any": every error and warning), about a worker if one is named.

    A finding is about those whom it names; where there are several workers of that name, about any of them. That there is no race can be
    said only of a run that recorded reads and writes of shared data.
    """

    def is_about(row: Row) -> bool:
        wanted = expectation.worker
        return wanted is None or any(case.scene.is_of(number, wanted) for number in row["workers"])

    kinds = None if expectation.finding == ANY else {expectation.finding}
    rows = _found(case, kinds, is_about)
    if not rows and expectation.finding in RACES and not saw_data(case.scene.recording):
        why = say("verdict.why.no-data")
        return Answer(outcome=Outcome.UNKNOWN, measured=[], seen=say("seen.findings.none"), why=why)
    return _judge_findings(case, rows, wants=expectation.present)


def exit_code(expectation: ExitCode, case: Case) -> Answer:
    """Judge the exit code; that of a program which a signal ended is the signal's number, negative. One that hung has none."""
    ending = case.ending
    code = -signal.Signals[ending.signal].value if ending.signal else ending.exit_code
    _, ended = _life(case)
    if ending.status == "finished":
        said = say("seen.finished.signal", signal=ending.signal) if ending.signal else say("seen.finished.code", code=code)
        outcome = _outcome(code == expectation.exit_code)
        return Answer(outcome=outcome, measured=code, seen=said, evidence=_crashes(case) or _end(case, ended))
    is_known = ending.is_stuck or (ending.status == "timed-out" and ending.is_complete)
    outcome = Outcome.FAILED if is_known else Outcome.UNKNOWN
    return Answer(outcome=outcome, measured=None, seen=_end_seen(case, ended / SECOND_NS), evidence=case.last_waits())


def _judge_findings(case: Case, rows: list[Row], *, wants: bool) -> Answer:
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    said = say("seen.findings", kinds=", ".join(kinds)) if kinds else say("seen.findings.none")
    is_certain = bool(rows) or case.ending.is_complete
    outcome = _outcome(bool(rows) is wants) if is_certain else Outcome.UNKNOWN
    return Answer(outcome=outcome, measured=kinds, seen=said, evidence=_rings(case, rows) or _end(case, _life(case)[1]))


def _outcome(is_so: bool) -> Outcome:
    return Outcome.PASSED if is_so else Outcome.FAILED


def _found(case: Case, kinds: Iterable[str] | None, is_about: Callable[[Row], bool] = lambda row: True) -> list[Row]:
    """List findings of some kinds, or else every error and warning."""
    rows = case.scene.recording.findings.values()
    return [row for row in rows if (row["kind"] in kinds if kinds is not None else row["level"] in LEVELS) and is_about(row)]


def _rings(case: Case, rows: list[Row]) -> list[Evidence]:
    """Show the rings of who waits for whom; of a finding that has none, its sentence at its place."""
    shown = []
    for row in rows:
        for step in row["ring"]:
            said = case.wait(step["worker"], step["resource"], step["holder"], 0 if step["resource"] else step["holder"], Reason.NONE)
            shown.append(case.scene.evidence(said, step["worker"], row["since"], step["location"]))
        if not row["ring"]:
            said = Sentence(row["message_id"], row["parameters"], row["message"])
            shown.append(case.scene.evidence(said, row["workers"][0] if row["workers"] else 0, row["at"], row["location"]))
    return list({(each.worker, each.text): each for each in shown}.values())[:MOST_EVIDENCE]


def _crashes(case: Case) -> list[Evidence]:
    return _rings(case, _found(case, {"uncaught-exception", "killed-by-signal"}))


def _life(case: Case) -> tuple[int, int]:
    """Give when the program began, its interpreter being ready, and when it ended."""
    recording = case.scene.recording
    main = next((number for number, row in recording.workers.items() if row["kind"] == "process" and not row["parent"]), 0)
    threads = {number for number, row in recording.workers.items() if row["process"] == main}
    births = (event.time for event in recording.events if event.kind is Kind.THREAD_BEGIN and event.worker in threads)
    ended = recording.workers[main]["ended"] if main else None
    return next(births, 0), min(ended, case.ending.end_ns) if ended is not None else case.ending.end_ns


def _end_seen(case: Case, seconds: float) -> Sentence:
    ending = case.ending
    if ending.status == "finished":
        return say("seen.finished.signal", signal=ending.signal) if ending.signal else say("seen.finished", seconds=seconds)
    if ending.status == "stuck" and ending.is_stuck:
        return say("seen.stuck.early", seconds=seconds)
    if ending.status == "timed-out":
        return say("seen.stuck" if ending.is_stuck else "seen.timed-out", seconds=seconds)
    return say("seen.broken-off")


def _end(case: Case, ended: int) -> list[Evidence]:
    recording = case.scene.recording
    main = next((number for number, row in recording.workers.items() if row["kind"] == "process" and not row["parent"]), 0)
    if not main or case.ending.status != "finished":
        return []
    signal_name = case.ending.signal
    said = say("evidence.killed", worker="main", signal=signal_name) if signal_name else say("evidence.ended", worker="main")
    return [case.scene.evidence(said, main, ended, 0)]
