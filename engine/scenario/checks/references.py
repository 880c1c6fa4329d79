"""What steps refer to: is it there, is it the right kind of thing, and which of several is meant?"""

from collections.abc import Iterator, Sequence

from engine.errors import Problem
from engine.scenario.checks.facts import Facts
from engine.scenario.problems import problem, quoted, suggestion
from engine.scenario.resources import Condition, Pipe, Semaphore
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
        yield problem(mention.place, "unknown-name", f"there is no {listed(mention.wanted)} {quoted(name)}{suggestion(name, known)}")
    elif kind not in mention.wanted:
        verb = VERBS[type(site.step)]
        yield problem(mention.place, "wrong-kind", f"`{verb}` wants {article(listed(mention.wanted))}; {quoted(name)} is {article(kind)}")
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
        yield problem(place, "one-only", f"there is one {quoted(name)} only; leave out the [{subscript}]")
    elif count is not None and subscript is None and not may_be_all:
        yield problem(place, "which-one", f"there are {count} of {quoted(name)}; say which, as {quoted(name + '[0]')}")
    elif count is not None and subscript is not None:
        try:
            number = facts.bound.evaluate(subscript)
        except ValueError:
            return  # it depends on who does it, and when
        if isinstance(number, bool) or not isinstance(number, int):
            yield problem(place, "which-one", f"a subscript is a whole number; {quoted(subscript)} is none")
        elif not -count <= number < count and (is_certain or subscript.lstrip("-").isdigit()):
            yield problem(place, "out-of-range", f"there is no {quoted(f'{name}[{number}]')}; they are counted from 0 to {count - 1}")


def is_sure(site: Site) -> bool:
    """Tell whether a step is done whenever its body is."""
    return not any(isinstance(step, UNCERTAIN) for step in site.around)


def _fit(site: Site, facts: Facts) -> Iterator[Problem]:
    """Tell which options do not fit what the step refers to."""
    match site.step:
        case Release(release=reference, count=count) if count is not None and not isinstance(facts.resource(reference), Semaphore):
            yield problem((*site.place, "count"), "no-such-option", "only a semaphore's permits are given back several at once")
        case Wait(wait=reference, until=str()) if not isinstance(facts.resource(reference), Condition):
            yield problem((*site.place, "until"), "no-such-option", "`until` is for conditions; what else is waited for says itself when")
        case Send(send=reference, end="b") | Recv(recv=reference, end="a"):
            pipe = facts.resource(reference)
            if isinstance(pipe, Pipe) and not pipe.duplex:
                detail = "messages go from end a to end b; give the pipe `duplex: true` for both ways"
                yield problem((*site.place, "end"), "wrong-end", detail)


def _procedure(site: Site, step: Call | Submit, facts: Facts) -> Iterator[Problem]:
    verb, name = ("call", step.call) if isinstance(step, Call) else ("submit", step.submit)
    procedure = facts.scenario.procedures.get(name)
    if procedure is None:
        kind = kind_of(name, facts)
        if kind is not None:
            yield problem((*site.place, verb), "wrong-kind", f"`{verb}` wants a procedure; {quoted(name)} is {article(kind)}")
        else:
            detail = f"there is no procedure {quoted(name)}{suggestion(name, facts.scenario.procedures)}"
            yield problem((*site.place, verb), "unknown-name", detail)
        return
    for given in step.arguments:
        if given not in procedure.parameters:
            detail = f"{quoted(given)} is no parameter of {quoted(name)}{suggestion(given, procedure.parameters)}"
            yield problem((*site.place, "arguments", given), "unknown-name", detail)
    missing = [parameter for parameter in procedure.parameters if parameter not in step.arguments]
    if missing:
        yield problem((*site.place, verb), "missing-argument", f"{quoted(name)} needs `arguments` with {listed_names(missing)}")


def _shared_locks(facts: Facts) -> Iterator[Problem]:
    for name, resource in facts.scenario.resources.items():
        if not isinstance(resource, Condition) or resource.lock is None:
            continue
        place = ("resources", name, "lock")
        kind = kind_of(resource.lock, facts)
        if kind is None:
            locks = [each for each, other in facts.scenario.resources.items() if other.kind in ("lock", "rlock")]
            yield problem(place, "unknown-name", f"there is no lock {quoted(resource.lock)}{suggestion(resource.lock, locks)}")
        elif kind not in ("lock", "rlock"):
            yield problem(place, "wrong-kind", f"a condition shares a lock; {quoted(resource.lock)} is {article(kind)}")
        elif facts.bound.resource_counts[resource.lock] is not None:
            yield problem(place, "which-one", f"a condition shares one lock; there are several of {quoted(resource.lock)}")


def article(noun: str) -> str:
    """Put the article before a noun."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def listed(nouns: Sequence[str]) -> str:
    """List alternatives: a, b or c."""
    shown = [noun for noun in nouns if noun != "rlock"]  # a kind of lock; to name it makes sentences longer only
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def listed_names(names: Sequence[str]) -> str:
    """List a few names."""
    return ", ".join(quoted(name) for name in names[:3]) + (" ..." if len(names) > 3 else "")
