"""What a function needs to know of the worker that runs it: which one it is, what it is called, its dice, its count of items."""

from collections.abc import Sequence
from enum import StrEnum

from engine.scenario.document import Scenario
from engine.scenario.steps import Action, Choose, Put
from engine.scenario.translate.expressions import calls_in
from engine.scenario.translate.walking import expressions_of, reachable, steps_in
from engine.scenario.words import names_in


class Need(StrEnum):
    """Something of the worker's own, in the order in which it is handed to procedures."""

    INDEX = "index"
    ME = "me"
    DICE = "dice"
    SERIAL = "serial"


DRAWING = frozenset({"randint", "uniform", "chance"})


def needs_of(scenario: Scenario, steps: Sequence[Action]) -> list[Need]:
    """Return what steps need, and the procedures that they lead to."""
    found = _own(steps)
    for name in reachable(scenario, steps):
        found |= _own(scenario.procedures[name].steps)
    return [need for need in Need if need in found]


def _own(steps: Sequence[Action]) -> set[Need]:
    found = set()
    for step in steps_in(steps):
        if isinstance(step, Choose):
            found.add(Need.DICE)
        if isinstance(step, Put) and makes_item(step):
            found |= {Need.SERIAL, Need.ME}
        for expression in expressions_of(step):
            found |= {Need(name) for name in ("index", "me") if name in names_in(expression)}
            found |= {Need.DICE} if calls_in(expression) & DRAWING else set()
    return found


def makes_item(step: Put) -> bool:
    """Tell whether a put leaves its item out, so that one is made up for it."""
    return "item" not in step.model_fields_set
