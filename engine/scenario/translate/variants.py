"""The functions that a procedure becomes: most often one; another where tasks call it too, another for jobs that make up items."""

from collections.abc import Iterator
from typing import NamedTuple

from engine.scenario.document import Scenario
from engine.scenario.steps import Action, Call, Submit
from engine.scenario.translate.needs import Need, needs_of
from engine.scenario.translate.program import Program
from engine.scenario.translate.walking import steps_in


class Variant(NamedTuple):
    """A procedure as one of its functions. is_job: it is told no count of items but begins its own."""

    procedure: str
    is_async: bool
    is_job: bool


def function_name(program: Program, variant: Variant) -> str:
    """Return the name of the function."""
    name = program.names.procedures[variant.procedure]
    plain = min((other for other in variants(program.scenario) if other.procedure == variant.procedure), default=variant)
    if variant == plain:
        return name
    return program.names.helper(f"{name}_{'job' if variant.is_job else 'async'}")


def variants(scenario: Scenario) -> list[Variant]:
    """Return the functions to write, each once, in the order of the document."""
    found: dict[Variant, None] = {}
    todo: list[tuple[bool, list[Action]]] = [(any(worker.kind == "task" for worker in scenario.workers.values()), list(scenario.main))]
    todo += [(worker.kind == "task", list(worker.steps)) for worker in scenario.workers.values()]
    while todo:
        is_async, steps = todo.pop()
        for variant in _entered(scenario, steps, is_async):
            if variant not in found:
                found[variant] = None
                todo.append((variant.is_async, list(scenario.procedures[variant.procedure].steps)))
    order = list(scenario.procedures)
    unused = [Variant(name, is_async=False, is_job=False) for name in order if not any(variant.procedure == name for variant in found)]
    return sorted([*found, *unused], key=lambda variant: (order.index(variant.procedure), variant))


def _entered(scenario: Scenario, steps: list[Action], is_async: bool) -> Iterator[Variant]:
    for step in steps_in(steps):
        if isinstance(step, Call) and step.call in scenario.procedures:
            yield Variant(step.call, is_async, is_job=False)
        elif isinstance(step, Submit) and step.submit in scenario.procedures:
            needed = needs_of(scenario, scenario.procedures[step.submit].steps)
            yield Variant(step.submit, is_async=False, is_job=Need.SERIAL in needed)
