"""Names that cannot be told apart: the same one, or one that differs in capitals only, for two things.

A parameter `N` and a value `n` can be: parameters are constants of the program, and nearly everyone writes them in capitals.
"""

from collections.abc import Iterator

from engine.errors import Problem
from engine.scenario.checks.facts import Facts
from engine.scenario.problems import problem
from engine.scenario.sentences import Sentence, say, with_article
from engine.scenario.walking import names_given

KINDS = {"parameters": "parameter", "resources": "resource", "procedures": "procedure", "workers": "worker"}


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
            is_same = before[0] == name
            said = _already(name, before[1]) if is_same else say("detail.name.alike", name=name, other=before[0])
            yield problem((section, name), "name-twice", said)
    yield from _hidden(facts)


def _already(name: str, kind: str) -> Sentence:
    return say("detail.name.already", name=name, kind=with_article(kind))


def _hidden(facts: Facts) -> Iterator[Problem]:
    """Tell which names of a worker's own values would hide what everybody knows."""
    common = {**dict.fromkeys(facts.scenario.parameters, "parameter"), **dict.fromkeys(facts.scenario.resources, "resource")}
    for body in facts.bodies:
        for site in facts.sites_of(body):
            for name, option in names_given(site.step):
                if name in common:
                    place = (*site.place, *option.split("/"))
                    yield problem(place, "name-twice", _already(name, common[name]))
    for name, procedure in facts.scenario.procedures.items():
        for number, parameter in enumerate(procedure.parameters):
            place = ("procedures", name, "parameters", number)
            if parameter in common:
                yield problem(place, "name-twice", _already(parameter, common[parameter]))
            elif parameter in procedure.parameters[:number]:
                yield problem(place, "name-twice", say("detail.name.twice", name=parameter))
