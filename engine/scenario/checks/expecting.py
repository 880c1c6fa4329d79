"""What is expected: does it name what is there, can its marks be set at all, do its numbers come out?"""

from collections.abc import Callable, Iterator

from engine.errors import Problem
from engine.findings.kinds import KINDS
from engine.scenario.checks.facts import MAIN, Body, Facts
from engine.scenario.checks.patterns import can_match
from engine.scenario.checks.references import check_subscript, kind_of
from engine.scenario.expectations import Blocked, ConsumedOnce, Expectation, Final, Finds, Finishes, Happens, Inside, Order, Prints
from engine.scenario.problems import problem, sentence_of, suggestion, unknown
from engine.scenario.sentences import kinds, say, with_article
from engine.scenario.steps import Mark, Section
from engine.scenario.walking import Place
from engine.scenario.words import split_reference, split_text

ANY = "any"
# What findings are called elsewhere.
MEANT = {
    "race": "lost-update", "race-condition": "lost-update", "data-race": "unlocked-access", "hang": "join-hang",
    "exception": "uncaught-exception", "crash": "uncaught-exception", "error": "any", "thread-leak": "orphan",
}  # fmt: skip


def check(facts: Facts) -> Iterator[Problem]:
    """Tell which expectations cannot be meant as they stand."""
    for number, expectation in enumerate(facts.scenario.expect):
        place: Place = ("expect", number)
        yield from _numbers(place, expectation, facts)
        if isinstance(expectation, Finds) and expectation.finding not in (*KINDS, ANY):
            meant = MEANT.get(expectation.finding, expectation.finding)
            said = say("detail.name.unknown-finding", name=expectation.finding, hint=suggestion(meant, (*KINDS, ANY)))
            yield problem((*place, "finding"), "unknown-finding", said)
        if facts.scenario.has_steps:  # what a program of one's own calls its things is not known before it runs
            yield from _names(place, expectation, facts)


def _names(place: Place, expectation: Expectation, facts: Facts) -> Iterator[Problem]:
    match expectation:
        case Finds(worker=str(name)):
            yield from _worker((*place, "worker"), name, facts)
        case Blocked(blocked=name, resource=resource):
            yield from _worker((*place, "blocked"), name, facts, ANY)
            if resource is not None and resource not in facts.scenario.resources:
                yield problem((*place, "resource"), "unknown-name", unknown(["resource"], resource, facts.scenario.resources))
        case Final(final=reference):
            yield from _resource((*place, "final"), reference, ("value", "file"), facts)
        case ConsumedOnce(consumed_once=reference):
            yield from _resource((*place, "consumed_once"), reference, ("queue",), facts)
        case Happens(happens=pattern, by=by, each=each):
            if by is None and each:
                yield problem((*place, "each"), "whose", say("detail.whose"))
            found = [] if by is None else list(_worker((*place, "by"), by, facts))
            yield from found or _mark((*place, "happens"), pattern, by, facts)
        case Order(order=patterns):
            for number, pattern in enumerate(patterns):
                yield from _mark((*place, "order", number), pattern, None, facts)
        case Inside(inside=pattern):
            sections = _texts(facts, facts.bodies, lambda step: step.section if isinstance(step, Section) else None)
            yield from _possible((*place, "inside"), pattern, sections, "detail.no-section")


def _worker(place: Place, name: str, facts: Facts, *others: str) -> Iterator[Problem]:
    known = {MAIN, *others, *facts.scenario.workers}
    base, _, number = name.rpartition("-")
    if name not in known and not (base in facts.scenario.workers and name in facts.bound.workers_of(base)):
        yield problem(place, "unknown-name", unknown(["worker"], name, known, base if base in known and number else name))


def _resource(place: Place, reference: str, wanted: tuple[str, ...], facts: Facts) -> Iterator[Problem]:
    name, subscript = split_reference(reference)
    kind = kind_of(name, facts)
    if kind is None:
        known = [each for each, resource in facts.scenario.resources.items() if resource.kind in wanted]
        yield problem(place, "unknown-name", unknown(wanted, name, known))
    elif kind not in wanted:
        said = say("detail.wrong-kind.about", wanted=kinds(wanted, article=True), name=name, kind=with_article(kind))
        yield problem(place, "wrong-kind", said)
    else:
        yield from check_subscript(place, name, subscript, facts.bound.resource_counts[name], facts)


def _mark(place: Place, pattern: str, by: str | None, facts: Facts) -> Iterator[Problem]:
    name = None if by is None else by if by in facts.scenario.workers or by == MAIN else by.rpartition("-")[0]
    bodies = facts.bodies if name is None else [start for start in facts.starts if start.name == name]
    marks = _texts(facts, bodies, lambda step: step.mark if isinstance(step, Mark) else None)
    if name is None:
        yield from _possible(place, pattern, marks, "detail.no-mark")
    else:
        yield from _possible(place, pattern, marks, "detail.no-mark.by", worker=name)


def _texts(facts: Facts, bodies: list[Body], text_of: Callable[[object], str | None]) -> list[str]:
    """List the texts that steps of some bodies can say; those of jobs that they submit too."""
    sites = [site for body in bodies for site in facts.done_by(body)]
    sites += [site for body in bodies for job in facts.submitted_by(body) for site in facts.done_by(job)]
    return list(dict.fromkeys(text for site in sites if (text := text_of(site.step)) is not None))


def _possible(place: Place, pattern: str, texts: list[str], message_id: str, **more: str) -> Iterator[Problem]:
    if not any(can_match(pattern, text) for text in texts):
        known = ["".join("*" if hole else letters for letters, hole in split_text(text)) for text in texts[:50]]
        yield problem(place, "impossible-mark", say(message_id, **more, pattern=pattern, hint=suggestion(pattern, known)))


def _numbers(place: Place, expectation: Expectation, facts: Facts) -> Iterator[Problem]:
    """Tell which expressions give nothing before the run: they may use parameters and numbers only."""
    fields = ("equals", "at_least", "at_most", "times", "within")
    for field in fields:
        value = getattr(expectation, field, None)
        if not isinstance(value, str):
            continue
        key = "is" if field == "equals" else field
        try:
            number = facts.bound.evaluate(value)
        except ValueError as error:
            yield problem((*place, key), "not-yet-known", sentence_of(error))
            continue
        if field != "equals" and (isinstance(number, bool) or not isinstance(number, int | float)):
            yield problem((*place, key), "wrong-type", say("detail.gives.no-number", text=value))
        elif isinstance(expectation, Finishes | Prints) and number < 0:
            yield problem((*place, key), "out-of-range", say("detail.gives.negative", text=value, number=f"{number:.6g}"))
