"""Walks over steps as the translation needs it: what is named, which names are a function's own, which procedures are reached."""

from collections.abc import Iterator, Sequence

from engine.scenario import walking
from engine.scenario.document import Scenario
from engine.scenario.steps import Action, Call, Result, Submit
from engine.scenario.walking import Site, names_given
from engine.scenario.words import names_in, split_reference


def steps_in(steps: Sequence[Action]) -> Iterator[Action]:
    """Iterate over steps and all that is nested in them."""
    return (site.step for site in walking.walk(steps, ()))


def every_step(scenario: Scenario) -> Iterator[Action]:
    """Iterate over all steps of a scenario, done or not."""
    yield from steps_in(scenario.main)
    for worker in scenario.workers.values():
        yield from steps_in(worker.steps)
    for procedure in scenario.procedures.values():
        yield from steps_in(procedure.steps)


def expressions_of(step: Action) -> Iterator[str]:
    """Iterate over the expressions of one step: its options', those in its texts' holes and those in subscripts."""
    site = Site((), step)
    yield from (mention.text for mention in walking.expressions_of(site))
    if isinstance(step, Result):
        yield step.result
    for mention in walking.references_of(site):
        _, subscript = split_reference(mention.text)
        if subscript is not None:
            yield subscript


def names_of(step: Action) -> set[str]:
    """Return every name that a step mentions, in references and in expressions."""
    referred = {split_reference(mention.text)[0] for mention in walking.references_of(Site((), step))}
    return referred | {name for expression in expressions_of(step) for name in names_in(expression)}


def locals_of(steps: Sequence[Action]) -> set[str]:
    """Return the names that steps give to a worker's own values."""
    return {name for step in steps_in(steps) for name, _ in names_given(step)}


def reachable(scenario: Scenario, steps: Sequence[Action]) -> set[str]:
    """Return the procedures that steps call or submit, and those that these call or submit."""
    found: set[str] = set()
    todo: list[Sequence[Action]] = [steps]
    while todo:
        for step in steps_in(todo.pop()):
            name = step.call if isinstance(step, Call) else step.submit if isinstance(step, Submit) else None
            if name is not None and name not in found and name in scenario.procedures:
                found.add(name)
                todo.append(scenario.procedures[name].steps)
    return found
