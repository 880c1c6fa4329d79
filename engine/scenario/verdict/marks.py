"""Judges marks: how often (`happens`) and in which order (`order`)."""

from itertools import pairwise

from engine.scenario.expectations import Happens, Order
from engine.scenario.sentences import Sentence, clip
from engine.scenario.verdict.answers import MOST_EVIDENCE, Answer, Evidence, Outcome, worst
from engine.scenario.verdict.case import Case
from engine.scenario.verdict.scene import MARK, Line, fits
from engine.scenario.verdict.sentences import say
from engine.scenario.verdict.wanted import Growth, Wanted, wanted_by

MOST_OTHERS = 3  # of the marks that came instead of those that should
MOST_MEASURED = 200  # characters of the marks in the order they came in
MOST_NAMED = 8  # workers with their counts in a sentence


def happens(expectation: Happens, case: Case) -> Answer:
    """Judge how often marks that fit were set: by anyone, by the workers of one name together, or (`each`) by each of them.

    With `each`, workers that the main worker should have started count too if they never began: with 0.
    """
    wanted = wanted_by(expectation, case.bound)
    lines = marks(case, expectation.happens)
    if expectation.by is not None:
        lines = [line for line in lines if case.scene.is_of(line.worker, expectation.by)]
    if not expectation.each:
        outcome = wanted.judge(len(lines), case.ending.growth)
        evidence = _of_count(case, [lines], wanted, expectation.by or "any")
        if outcome is Outcome.FAILED and not evidence:  # so what came instead?
            evidence = _shown(case, case.scene.said(MARK)[-MOST_OTHERS:])
        return Answer(outcome=outcome, measured=len(lines), seen=say("seen.count", count=len(lines)), evidence=evidence)
    groups: dict[str, list[Line]] = {name: [] for name in _everyone(expectation.by, case, lines)}
    for line in lines:
        groups[case.scene.name(line.worker)].append(line)
    counts = {name: len(group) for name, group in groups.items()}
    outcomes = {name: wanted.judge(count, case.ending.growth) for name, count in counts.items()}
    outcome = worst(outcomes.values())
    telling = [group for name, group in groups.items() if outcomes[name] is outcome]
    evidence = _of_count(case, telling, wanted, expectation.by or "any")
    return Answer(outcome=outcome, measured=counts, seen=_seen(counts), evidence=evidence)


def order(expectation: Order, case: Case) -> Answer:
    """Judge whether marks came in an order.

    The first mark that fits each pattern comes behind the first that fits the one before; with `all`, every one comes behind every one
    that fits the pattern before. No mark is behind itself, though several patterns may fit it. Marks of the same instant count as in
    order. A mark that never came is a failure if it can come no more; one that came while that before it had not yet, came too early in
    any case.
    """
    groups = [marks(case, pattern) for pattern in expectation.order]
    missing = [pattern for pattern, lines in zip(expectation.order, groups, strict=True) if not lines]
    for early, late in pairwise(groups):
        if early and late and (wrong := _too_early(early, late, every=expectation.all)):
            return Answer(outcome=Outcome.FAILED, measured=_came(wrong), seen=_wrong_seen(*wrong), evidence=_shown(case, wrong))
    firsts = [lines[0] for lines in groups if lines]
    evidence, came = _shown(case, firsts), _came(firsts)
    if missing:
        came_early = case.ending.is_complete and any(late and not early for early, late in pairwise(groups))
        outcome = Outcome.FAILED if came_early or case.ending.growth is Growth.NONE else Outcome.UNKNOWN
        seen = say("seen.order.missing", mark=missing[0])
        return Answer(outcome=outcome, measured=came, seen=seen, evidence=(evidence + case.last_waits())[:MOST_EVIDENCE])
    outcome = Outcome.PASSED if case.ending.is_complete else Outcome.UNKNOWN
    return Answer(outcome=outcome, measured=came, seen=say("seen.order"), evidence=evidence)


def marks(case: Case, pattern: str) -> list[Line]:
    """List the marks that fit a pattern, in their order."""
    return [line for line in case.scene.said(MARK) if fits(pattern, line.text)]


def _too_early(early: list[Line], late: list[Line], *, every: bool) -> list[Line]:
    """Give the mark that came too early, and the one that should have been before it; nothing if all is well."""
    before, behind = early[-1] if every else early[0], late[0]
    return [behind, before] if behind is before or behind.time < before.time else []


def _came(lines: list[Line]) -> str:
    """Say in which order marks came."""
    texts = dict.fromkeys(line.text for line in sorted(lines, key=lambda line: line.time))
    return clip(" → ".join(texts), MOST_MEASURED)


def _wrong_seen(late: Line, early: Line) -> Sentence:
    return say("seen.order.same" if late is early else "seen.order.early", late=late.text, early=early.text)


def _shown(case: Case, lines: list[Line]) -> list[Evidence]:
    return case.scene.shown(lines[:MOST_EVIDENCE], MARK)


def _of_count(case: Case, groups: list[list[Line]], wanted: Wanted, kind: str) -> list[Evidence]:
    """Show the marks that were too many, if there were; else the last ones, and what those who should have set more waited for.

    Each group of marks is counted by itself.
    """
    most = wanted.equals if wanted.equals is not None else wanted.at_most
    least = wanted.equals if wanted.equals is not None else wanted.at_least
    if isinstance(most, int | float) and (surplus := [line for lines in groups for line in lines[max(int(most), 0) :]]):
        return _shown(case, sorted(surplus, key=lambda line: line.time))
    is_short = isinstance(least, int | float) and any(len(lines) < least for lines in groups)
    waits = case.last_waits(kind) if is_short else []
    every = sorted((line for lines in groups for line in lines), key=lambda line: line.time)
    return [*_shown(case, every[-2:] if waits else every), *waits][:MOST_EVIDENCE]


def _everyone(kind: str | None, case: Case, lines: list[Line]) -> list[str]:
    """Name those of whom each is judged: who there is, and who should have been started."""
    seen = [case.scene.name(worker) for worker in case.scene.workers(kind or "any")]
    named = [case.scene.name(line.worker) for line in lines]
    worker = case.bound.scenario.workers.get(kind) if kind is not None else None
    started = case.bound.workers_of(kind) if kind is not None and worker is not None and worker.start == "begin" else []
    return list(dict.fromkeys([*started, *seen, *named]))


def _seen(counts: dict[str, int]) -> Sentence:
    words = [f"{name} {count}" for name, count in counts.items()]
    more = f" +{len(words) - MOST_NAMED}" if len(words) > MOST_NAMED else ""
    return say("seen.count.each", counts=", ".join(words[:MOST_NAMED]) + more)
