"""Judges all that a scenario expects of one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.scenario.expectations import (
    Blocked,
    ConsumedOnce,
    Deadlocks,
    ExitCode,
    Expectation,
    Final,
    Finds,
    Finishes,
    Happens,
    Inside,
    Order,
    Prints,
)
from engine.scenario.problems import sentence_of
from engine.scenario.verdict import blocked, ends, inside, items, marks, printed
from engine.scenario.verdict.answers import Answer, Judgement, Outcome, Verdict, worst
from engine.scenario.verdict.asked import asked
from engine.scenario.verdict.case import Case
from engine.scenario.verdict.ending import SECOND_NS, ending_of
from engine.scenario.verdict.scene import Scene
from engine.scenario.verdict.sentences import say
from engine.scenario.verdict.wanted import Wanted, wanted_by
from engine.scenario.words import Texts, text_in

LANGUAGES = ("en", "zh-CN")

if TYPE_CHECKING:
    from engine.export.recording import Recording
    from engine.scenario.binding import Bound
    from engine.scenario.translate.translation import Translation


def judge(bound: Bound, translation: Translation, recording: Recording) -> Verdict:
    """Judge a run of a translated scenario: each expectation by itself, and all of them together.

    A run of which nothing is expected has passed, unless it could not be started, was lost or stopped.
    """
    scenario = bound.scenario
    scene = Scene(recording, scenario.model_dump(mode="json", by_alias=True), translation.lines, translation.resources)
    ending = ending_of(recording, limit_ns=round(scenario.limits.seconds * SECOND_NS))
    case = Case(bound=bound, scene=scene, ending=ending)
    judgements = [_judgement(n, expectation, case) for n, expectation in enumerate(scenario.expect, 1)]
    never_ran = ending.status not in ("finished", "timed-out", "stuck")
    outcome = worst(each.verdict for each in judgements) if judgements else Outcome.UNKNOWN if never_ran else Outcome.PASSED
    return Verdict(verdict=outcome, why=ending.why, expectations=judgements)


def _judgement(position: int, expectation: Expectation, case: Case) -> Judgement:
    try:
        says = asked(expectation, _wanted(expectation, case))
        answer = _answer(expectation, case)
        why = answer.why or case.ending.why or say("verdict.why.cut-off")
    except ValueError as problem:  # an expression that has no value with these parameters
        why = say("verdict.why.expression", detail=sentence_of(problem))
        says = asked(expectation, Wanted(equals="?"))
        answer = Answer(outcome=Outcome.UNKNOWN, measured=None, seen=say("seen.nothing"))
    return Judgement(
        number=position,
        verdict=answer.outcome,
        says=says,
        because=_in_languages(expectation.because),
        measured=answer.measured,
        seen=answer.seen,
        why=why if answer.outcome is Outcome.UNKNOWN else None,
        evidence=answer.evidence,
    )


def _in_languages(title: str | Texts | None) -> dict[str, str] | None:
    return {language: text_in(title, language) for language in LANGUAGES} if title else None


def _wanted(expectation: Expectation, case: Case) -> Wanted:
    match expectation:
        case Finishes(within=given) | Prints(times=given):
            return Wanted(equals=case.bound.evaluate(given))
        case Final() | Happens() | Inside() | Blocked():
            return wanted_by(expectation, case.bound)
        case _:
            return Wanted()


def _answer(expectation: Expectation, case: Case) -> Answer:
    match expectation:
        case Finishes():
            return ends.finishes(expectation, case)
        case Deadlocks():
            return ends.deadlocks(expectation, case)
        case Finds():
            return ends.finding(expectation, case)
        case ExitCode():
            return ends.exit_code(expectation, case)
        case Prints():
            return printed.prints(expectation, case)
        case Final():
            return printed.final(expectation, case)
        case _:
            return _answer_of_several(expectation, case)


def _answer_of_several(expectation: Any, case: Case) -> Answer:
    match expectation:
        case Happens():
            return marks.happens(expectation, case)
        case Order():
            return marks.order(expectation, case)
        case Inside():
            return inside.inside(expectation, case)
        case ConsumedOnce():
            return items.consumed_once(expectation, case)
        case Blocked():
            return blocked.blocked(expectation, case)
    raise TypeError(f"expected an expectation, but got {type(expectation).__name__}")
