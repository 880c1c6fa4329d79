"""Names that cannot be told apart: the same one, or one that differs in capitals only, for two things.

A parameter `N` and a value `n` can be: parameters are constants of the program, and nearly everyone writes them in capitals.
"""

from collections.abc import Iterator

from engine.errors import Problem
from engine.scenario.checks.facts import Facts
from engine.scenario.problems import problem, quoted
from engine.scenario.walking import names_given

KINDS = {"parameters": "a parameter", "resources": "a resource", "procedures": "a procedure", "workers": "a worker"}


def check(facts: Facts) -> Iterator[Problem]:
    """Tell which names are there twice."""
    seen: dict[tuple[bool, str], tuple[str, str]] = {}
    for section, kind in KINDS.items():
        for name in getattr(facts.scenario, section):
            before = seen.setdefault((kind == KINDS["parameters"], name.casefold()), (name, kind))
            if kind != KINDS["parameters"] and name in facts.scenario.parameters:
                before = (name, KINDS["parameters"])
            if before == (name, kind):
                continue
            why = f"{quoted(name)} is {before[1]} already" if before[0] == name else f"{quoted(name)} is too like {quoted(before[0])}"
            yield problem((section, name), "name-twice", f"{why}; choose another name")
    yield from _hidden(facts)


def _hidden(facts: Facts) -> Iterator[Problem]:
    """Tell which names of a worker's own values would hide what everybody knows."""
    common = {**dict.fromkeys(facts.scenario.parameters, "a parameter"), **dict.fromkeys(facts.scenario.resources, "a resource")}
    for body in facts.bodies:
        for site in facts.sites_of(body):
            for name, option in names_given(site.step):
                if name in common:
                    place = (*site.place, *option.split("/"))
                    yield problem(place, "name-twice", f"{quoted(name)} is {common[name]} already; choose another name")
    for name, procedure in facts.scenario.procedures.items():
        for number, parameter in enumerate(procedure.parameters):
            place = ("procedures", name, "parameters", number)
            if parameter in common:
                yield problem(place, "name-twice", f"{quoted(parameter)} is {common[parameter]} already; choose another name")
            elif parameter in procedure.parameters[:number]:
                yield problem(place, "name-twice", f"{quoted(parameter)} is here twice")
