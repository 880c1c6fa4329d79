"""What a scenario means, checked with its parameters: everything that makes it no scenario, all at once.

Deadlocks, races and forgotten locks are no problems here: they are what a scenario shows.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from engine.errors import Problem
from engine.scenario.binding import Bound, bind_leniently
from engine.scenario.checks import amounts, expecting, flow, holding, names, naming, references, starting, worlds
from engine.scenario.checks.facts import Facts
from engine.scenario.document import Scenario
from engine.scenario.problems import problem
from engine.scenario.reading import read_text
from engine.scenario.sentences import say

MAX_FOUND = 100  # to look for the nearest right word takes its time, and nobody reads more

Check = Callable[[Facts], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    naming.check,
    references.check,
    names.check,
    amounts.check,
    flow.check,
    starting.check,
    worlds.check,
    holding.check,
    expecting.check,
)


def problems_of(scenario: Scenario, parameters: Mapping[str, Any] | None = None, seed: int | None = None) -> list[Problem]:
    """Return what is wrong with what a scenario means, with these parameters: one problem a place, 100 or so at most."""
    return _check(scenario, parameters or {}, seed)[1]


def prepare(
    source: str | bytes | dict[str, Any],
    parameters: Mapping[str, Any] | None = None,
    seed: int | None = None,
    *,
    lessons: Callable[[str], str | None] = lambda name: None,
) -> Bound:
    """Read a scenario, fix its parameters and check it: what everyone does who runs one. ScenarioError says what is wrong, and where.

    lessons: returns the program of an example, by its id.
    """
    reading = read_text(source)
    scenario = reading.scenario
    if scenario.lesson is not None:
        program = lessons(scenario.lesson)
        if program is None:
            raise reading.error([problem("/lesson", "unknown-lesson", say("detail.name.unknown-lesson", name=scenario.lesson))])
        scenario = scenario.model_copy(update={"program": program, "lesson": None})
    bound, problems = _check(scenario, parameters or {}, seed)
    if problems:
        raise reading.error(problems)
    return bound


def _check(scenario: Scenario, parameters: Mapping[str, Any], seed: int | None) -> tuple[Bound, list[Problem]]:
    bound, problems = bind_leniently(scenario, parameters, seed)
    facts = Facts(bound)
    problems += islice(chain.from_iterable(check(facts) for check in CHECKS), MAX_FOUND)
    firsts: dict[str, Problem] = {}
    for each in problems:
        firsts.setdefault(each.pointer, each)
    return bound, list(firsts.values())
