"""Where steps stand: leaving loops and procedures that are not there, an `else` that never comes, circles of calls, too deep nesting."""

from collections.abc import Iterator

from engine.errors import Problem
from engine.scenario.checks.facts import Facts
from engine.scenario.problems import problem
from engine.scenario.sentences import say
from engine.scenario.steps import Action, Call, ForEach, Leave, Repeat, Return, While, With
from engine.scenario.walking import Site, nested

MAX_NESTED = 16  # Python itself refuses more than 20 loops and `with`s in each other


def check(facts: Facts) -> Iterator[Problem]:
    """Tell which steps cannot stand where they stand."""
    for body in facts.bodies:
        for site in facts.sites_of(body):
            if isinstance(site.step, Leave) and site.step.leave == "loop" and not _is_in_loop(site):
                yield problem((*site.place, "leave"), "no-loop", say("detail.no-loop"))
            if isinstance(site.step, Return) and body.kind != "procedure":
                yield problem((*site.place, "return"), "no-procedure", say("detail.no-procedure"))
            if getattr(site.step, "otherwise", None) is not None and getattr(site.step, "timeout", 0) is None:
                yield problem((*site.place, "else"), "no-timeout", say("detail.no-timeout"))
            outside = sum(_blocks(step) for step in site.around)
            if outside <= MAX_NESTED < outside + _blocks(site.step) and any(nested(site.step)):
                yield problem(site.place, "too-deep", say("detail.nested", most=MAX_NESTED))
    yield from _circles(facts)


def _is_in_loop(site: Site) -> bool:
    return any(isinstance(step, Repeat | While | ForEach) for step in site.around)


def _blocks(step: Action) -> int:
    """Return how many blocks of Python a step opens: a `with` of several locks is one for each."""
    return len(step.within) if isinstance(step, With) and isinstance(step.within, list) else 1


def _circles(facts: Facts) -> Iterator[Problem]:
    """Tell which procedures call themselves, maybe by way of others: that never ends."""
    for name in facts.scenario.procedures:
        body = facts.procedure(name)
        for site in facts.sites_of(body) if body is not None else ():
            if isinstance(site.step, Call) and name in _called_from(site.step.call, facts):
                by = site.step.call
                said = say("detail.circle.calls", name=name) if by == name else say("detail.circle.calls-by", name=name, other=by)
                yield problem((*site.place, "call"), "circle", said)
                break


def _called_from(name: str, facts: Facts) -> set[str]:
    """Return a procedure and all that it calls, by way of others too."""
    procedure = facts.procedure(name)
    if procedure is None:
        return set()
    return {name, *(site.step.call for site in facts.done_by(procedure) if isinstance(site.step, Call))}
