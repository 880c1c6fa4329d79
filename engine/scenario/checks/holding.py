"""Locks that are given back or must be held, and that nobody ever takes.

That somebody takes a lock and forgets it, or takes it too late, is what a scenario may show, and no mistake.
"""

from collections.abc import Iterator

from engine.errors import Problem
from engine.scenario.checks.facts import Body, Facts
from engine.scenario.problems import problem
from engine.scenario.resources import Condition, Lock
from engine.scenario.sentences import say
from engine.scenario.steps import Acquire, Action, Notify, Release, Try, Wait, With
from engine.scenario.words import split_reference


def check(facts: Facts) -> Iterator[Problem]:
    """Tell which locks are released and never taken, and which conditions are used by who never takes their lock."""
    taken = {lock for start in facts.starts for lock in _taken_by(start, facts)} | _taken_in_procedures(facts)
    for body in facts.bodies:
        for site in facts.sites_of(body):
            if isinstance(site.step, Release):
                name = split_reference(site.step.release)[0]
                if isinstance(facts.scenario.resources.get(name), Lock | Condition) and _lock_of(name, facts) not in taken:
                    yield problem((*site.place, "release"), "never-taken", say("detail.never-taken", name=name))
    yield from _conditions(facts)


def _conditions(facts: Facts) -> Iterator[Problem]:
    told = set()
    for start in facts.starts:
        taken = None
        for site in facts.done_by(start):
            match site.step:
                case Wait(wait=reference):
                    verb = "wait"
                case Notify(notify=reference):
                    verb = "notify"
                case _:
                    continue
            name = split_reference(reference)[0]
            if not isinstance(facts.scenario.resources.get(name), Condition):
                continue
            taken = _taken_by(start, facts) if taken is None else taken
            if _lock_of(name, facts) not in taken and site.place not in told:
                told.add(site.place)
                yield problem((*site.place, verb), "not-held", say("detail.not-held", worker=start.name, name=name))


def _lock_of(name: str, facts: Facts) -> str:
    """Return the name of a lock; of a condition that shares one, that of the shared one."""
    resource = facts.scenario.resources.get(name)
    return resource.lock if isinstance(resource, Condition) and resource.lock else name


def _taken_by(body: Body, facts: Facts) -> set[str]:
    return {_lock_of(name, facts) for site in facts.done_by(body) for name in _taken(site.step)}


def _taken_in_procedures(facts: Facts) -> set[str]:
    """Return what procedures take, those too that are only submitted to pools."""
    bodies = (body for body in facts.bodies if body.kind == "procedure")
    return {_lock_of(name, facts) for body in bodies for site in facts.sites_of(body) for name in _taken(site.step)}


def _taken(step: Action) -> list[str]:
    match step:
        case Acquire(acquire=reference) | Try(attempt=reference):
            return [split_reference(reference)[0]]
        case With(within=references):
            return [split_reference(each)[0] for each in ([references] if isinstance(references, str) else references)]
    return []
