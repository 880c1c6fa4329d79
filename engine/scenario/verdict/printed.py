"""Judges what was printed: `prints`, and `final`, the values that the program prints at its end."""

import ast
from typing import Any

from engine.scenario.expectations import Final, Prints
from engine.scenario.verdict.answers import MOST_EVIDENCE, Answer, Evidence, Outcome
from engine.scenario.verdict.case import Case
from engine.scenario.verdict.scene import FINAL, Line
from engine.scenario.verdict.sentences import say, value_of
from engine.scenario.verdict.wanted import Growth, Wanted, wanted_by
from engine.scenario.verdict.watching import RACES

MOST_OTHERS = 3  # of the lines that came instead of those that should


def prints(expectation: Prints, case: Case) -> Answer:
    """Judge how many lines of standard output contain a text: at least one or, with `times`, exactly so many.

    Marks, sections and final values are no lines of the scenario's and do not count; what something other than Python wrote does.
    """
    wanted = times_wanted(expectation, case)
    lines = [line for line in case.scene.printed() if expectation.prints in line.text]
    outcome = wanted.judge(len(lines), case.ending.growth)
    surplus = lines[wanted.equals :] if wanted.equals is not None else []
    evidence = case.scene.shown((surplus or lines)[:MOST_EVIDENCE]) or case.last_waits()
    if outcome is Outcome.FAILED and not evidence:  # so what came instead?
        evidence = case.scene.shown(list(case.scene.printed())[-MOST_OTHERS:])
    return Answer(outcome=outcome, measured=len(lines), seen=say("seen.count", count=len(lines)), evidence=evidence)


def times_wanted(expectation: Prints, case: Case) -> Wanted:
    """Work out how often a text should be printed."""
    if expectation.times is None:
        return Wanted(at_least=1)
    return Wanted(equals=case.bound.evaluate(expectation.times))


def final(expectation: Final, case: Case) -> Answer:
    """Judge a shared value or a file's number by what the program printed of it at its very end.

    Numbers are compared as numbers, those that are no whole ones with a tolerance of 1e-9; True is 1. A program that ended, or hangs for
    good, without having come to that point has failed; one that was ended may still have come there.
    """
    wanted = wanted_by(expectation, case.bound)
    start = f"{expectation.final} = "
    line = next((line for line in reversed(case.scene.said(FINAL)) if line.text.startswith(start)), None)
    if line is None:
        outcome = Outcome.FAILED if case.ending.growth is Growth.NONE else Outcome.UNKNOWN
        said = say("seen.value.none", name=expectation.final)
        return Answer(outcome=outcome, measured=None, seen=said, evidence=_troubles(case))
    value = _read(line.text.removeprefix(start))
    outcome = wanted.judge(value)
    evidence = case.scene.shown([line], FINAL)
    if outcome is Outcome.FAILED:
        evidence = [*_races(case, expectation.final, line), *evidence]
    said = say("seen.value", name=expectation.final, value=value_of(value))
    return Answer(outcome=outcome, measured=value, seen=said, evidence=evidence[-MOST_EVIDENCE:])


def _read(text: str) -> Any:
    """Read a number, True or False; anything else stays a text."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text
    return value if isinstance(value, int | float) else text


def _races(case: Case, name: str, last: Line) -> list[Evidence]:
    """Show where the value was lost, if Lockstep saw that."""
    resources = case.scene.resources(name)
    rows = [row for row in case.scene.recording.findings.values() if row["kind"] in RACES and resources & set(row["resources"])]
    return [
        case.scene.evidence(row["message"], row["workers"][0] if row["workers"] else last.worker, row["at"], row["location"])
        for row in rows[: MOST_EVIDENCE - 1]
    ]


def _troubles(case: Case) -> list[Evidence]:
    """Show why the program did not come to its end: who waited for ever, or what was raised."""
    rows = [row for row in case.scene.recording.findings.values() if row["level"] == "error"]
    told = [case.scene.evidence(row["message"], (row["workers"] or [0])[0], row["at"], row["location"]) for row in rows]
    return (case.last_waits() or told)[:MOST_EVIDENCE]
