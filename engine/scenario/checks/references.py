"""What steps refer to: is it there, is it the right kind of thing, and which of several is meant?"""

from collections.abc import Iterator, Sequence

from engine.errors import Problem
from engine.scenario.checks.facts import Facts
from engine.scenario.problems import problem, suggestion, unknown
from engine.scenario.resources import Condition, Pipe, Semaphore
from engine.scenario.sentences import Sentence, clip, kinds, say, with_article
from engine.scenario.steps import VERBS, Call, Choose, ForEach, If, Recv, Release, Send, Submit, Try, Wait, While
from engine.scenario.walking import Mention, Place, Site, references_of
from engine.scenario.words import split_reference

# What is done within these may not be done at all.
UNCERTAIN = (If, While, ForEach, Choose, Try)


def check(facts: Facts) -> Iterator[Problem]:
    """Tell which references mean nothing, or the wrong thing."""
    for body in facts.bodies:
        for site in facts.sites_of(body):
            for mention in references_of(site):
                yield from _problems_of(mention, site, facts)
            yield from _fit(site, facts)
            if isinstance(site.step, Call | Submit):
                yield from _procedure(site, site.step, facts)
    yield from _shared_locks(facts)


def _problems_of(mention: Mention, site: Site, facts: Facts) -> Iterator[Problem]:
    name, subscript = split_reference(mention.text)
    kind = kind_of(name, facts)
    if kind is None:
        known = [each for each in (*facts.scenario.resources, *facts.scenario.workers) if kind_of(each, facts) in mention.wanted]
        yield problem(mention.place, "unknown-name", unknown(mention.wanted, name, known))
    elif kind not in mention.wanted:
        yield problem(mention.place, "wrong-kind", _wanting(VERBS[type(site.step)], mention.wanted, name, kind))
    elif kind == "worker":
        yield from check_subscript(mention.place, name, subscript, facts.bound.worker_counts[name], facts, is_sure(site), may_be_all=True)
    else:
        yield from check_subscript(mention.place, name, subscript, facts.bound.resource_counts[name], facts, is_sure(site))


def kind_of(name: str, facts: Facts) -> str | None:
    """Return what a name stands for: a resource's kind, "worker", "parameter", "procedure"; None where it stands for nothing."""
    scenario = facts.scenario
    if name in scenario.resources:
        return scenario.resources[name].kind
    sections = (("worker", scenario.workers), ("parameter", scenario.parameters), ("procedure", scenario.procedures))
    return next((kind for kind, section in sections if name in section), None)


def check_subscript(
    place: Place, name: str, subscript: str | None, count: int | None, facts: Facts, is_certain: bool = True, may_be_all: bool = False
) -> Iterator[Problem]:
    """Tell whether a reference says which of several it means, just where there are several, and one that is there."""
    if count is None and subscript is not None:
        yield problem(place, "one-only", say("detail.one-only", name=name, subscript=subscript))
    elif count is not None and subscript is None and not may_be_all:
        yield problem(place, "which-one", say("detail.which-one", count=count, name=name))
    elif count is not None and subscript is not None:
        try:
            number = facts.bound.evaluate(subscript)
        except ValueError:
            return  # it depends on who does it, and when
        if isinstance(number, bool) or not isinstance(number, int):
            yield problem(place, "which-one", say("detail.which-one.subscript", subscript=subscript))
        elif not -count <= number < count and (is_certain or subscript.lstrip("-").isdigit()):
            yield problem(place, "out-of-range", say("detail.which-one.range", name=name, number=number, most=count - 1))


def is_sure(site: Site) -> bool:
    """Tell whether a step is done whenever its body is."""
    return not any(isinstance(step, UNCERTAIN) for step in site.around)


def _fit(site: Site, facts: Facts) -> Iterator[Problem]:
    """Tell which options do not fit what the step refers to."""
    match site.step:
        case Release(release=reference, count=count) if count is not None and not isinstance(facts.resource(reference), Semaphore):
            yield problem((*site.place, "count"), "no-such-option", say("detail.option.permits"))
        case Wait(wait=reference, until=str()) if not isinstance(facts.resource(reference), Condition):
            yield problem((*site.place, "until"), "no-such-option", say("detail.option.until"))
        case Send(send=reference, end="b") | Recv(recv=reference, end="a"):
            pipe = facts.resource(reference)
            if isinstance(pipe, Pipe) and not pipe.duplex:
                yield problem((*site.place, "end"), "wrong-end", say("detail.wrong-end"))


def _procedure(site: Site, step: Call | Submit, facts: Facts) -> Iterator[Problem]:
    verb, name = ("call", step.call) if isinstance(step, Call) else ("submit", step.submit)
    procedure = facts.scenario.procedures.get(name)
    if procedure is None:
        kind = kind_of(name, facts)
        if kind is not None:
            yield problem((*site.place, verb), "wrong-kind", _wanting(verb, ("procedure",), name, kind))
        else:
            yield problem((*site.place, verb), "unknown-name", unknown(["procedure"], name, facts.scenario.procedures))
        return
    for given in step.arguments:
        if given not in procedure.parameters:
            hint = suggestion(given, procedure.parameters)
            said = say("detail.name.unknown-argument", name=given, procedure=name, hint=hint)
            yield problem((*site.place, "arguments", given), "unknown-name", said)
    missing = [parameter for parameter in procedure.parameters if parameter not in step.arguments]
    if missing:
        yield problem((*site.place, verb), "missing-argument", say("detail.missing-arguments", name=name, words=listed_names(missing)))


def _shared_locks(facts: Facts) -> Iterator[Problem]:
    for name, resource in facts.scenario.resources.items():
        if not isinstance(resource, Condition) or resource.lock is None:
            continue
        place = ("resources", name, "lock")
        kind = kind_of(resource.lock, facts)
        if kind is None:
            locks = [each for each, other in facts.scenario.resources.items() if other.kind in ("lock", "rlock")]
            yield problem(place, "unknown-name", unknown(["lock"], resource.lock, locks))
        elif kind not in ("lock", "rlock"):
            yield problem(place, "wrong-kind", say("detail.wrong-kind.shared", name=resource.lock, kind=with_article(kind)))
        elif facts.bound.resource_counts[resource.lock] is not None:
            yield problem(place, "which-one", say("detail.which-one.shared", name=resource.lock))


def _wanting(verb: str, wanted: Sequence[str], name: str, kind: str) -> Sentence:
    return say("detail.wrong-kind", verb=verb, wanted=kinds(wanted, article=True), name=name, kind=with_article(kind))


def listed_names(names: Sequence[str]) -> str:
    """List a few names."""
    return ", ".join(f"`{clip(name)}`" for name in names[:3]) + (" ..." if len(names) > 3 else "")
