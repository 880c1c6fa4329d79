"""Walks over steps: what is nested in a step, which expressions and which shared things it names."""

from collections.abc import Iterator, Sequence

from engine.scenario.document import Scenario
from engine.scenario.steps import Action, Call, Choice, ForEach, Let, Repeat, Submit
from engine.scenario.translate.expressions import holes_of
from engine.scenario.words import names_in, split_reference

EXPRESSIONS = (
    "compute", "sleep", "timeout", "count", "until", "item", "value", "by", "gap", "every", "wait_until", "condition", "repeat", "values",
)  # fmt: skip
TEXTS = ("print", "mark", "section", "fail")
REFERENCES = (
    "acquire", "attempt", "release", "within", "wait", "notify", "set", "clear", "put", "get", "task_done", "send", "recv", "read", "write",
    "increment", "spawn", "join", "terminate", "to", "result", "shutdown",
)  # fmt: skip
NO_EXPRESSIONS = frozenset({"all", "forever"})


def walk(steps: Sequence[Action], pointer: str) -> Iterator[tuple[str, Action]]:
    """Iterate over steps and all that is nested in them, each with its JSON pointer."""
    for number, step in enumerate(steps):
        here = f"{pointer}/{number}"
        yield here, step
        for key, inner in nested(step):
            yield from walk(inner, f"{here}/{key}")


def every_step(scenario: Scenario) -> Iterator[Action]:
    """Iterate over all steps of a scenario, done or not."""
    lists = [scenario.main, *(worker.steps for worker in scenario.workers.values())]
    lists += [procedure.steps for procedure in scenario.procedures.values()]
    for steps in lists:
        yield from (step for _, step in walk(steps, ""))


def nested(step: Action) -> Iterator[tuple[str, list[Action]]]:
    """Iterate over the lists of steps within a step, each with its place in it."""
    for name, field in type(step).model_fields.items():
        held = getattr(step, name)
        if not isinstance(held, list):
            continue
        if held and isinstance(held[0], Choice):
            yield from ((f"{name}/{number}/steps", list(choice.steps)) for number, choice in enumerate(held))
        elif held and isinstance(held[0], Action):
            yield field.alias or name, held


def expressions_of(step: Action) -> Iterator[str]:
    """Iterate over the expressions of one step: its options', those in its texts' holes and those in subscripts."""
    for name in EXPRESSIONS:
        yield from _expressions(getattr(step, name, None))
    if isinstance(step, Let):
        yield from _expressions(list(step.let.values()))
    if isinstance(step, Call | Submit):
        yield from _expressions(list(step.arguments.values()))
    for name in TEXTS:
        text = getattr(step, name, None)
        if isinstance(text, str):
            yield from holes_of(text)
    for reference in references_of(step):
        _, subscript = split_reference(reference)
        if subscript is not None:
            yield subscript


def _expressions(held: object) -> Iterator[str]:
    for value in held if isinstance(held, list) else [held]:
        if isinstance(value, str) and value not in NO_EXPRESSIONS:
            yield value


def references_of(step: Action) -> Iterator[str]:
    """Iterate over the references of one step."""
    for name in REFERENCES:
        held = getattr(step, name, None)
        for reference in held if isinstance(held, list) else [held]:
            if isinstance(reference, str):
                yield reference


def names_of(step: Action) -> set[str]:
    """Return every name that a step mentions, in references and in expressions."""
    referred = {split_reference(reference)[0] for reference in references_of(step)}
    return referred | {name for expression in expressions_of(step) for name in names_in(expression)}


def locals_of(steps: Sequence[Action]) -> set[str]:
    """Return the names that steps give to a worker's own values."""
    found = set()
    for _, step in walk(steps, ""):
        into = getattr(step, "into", None)
        found |= {into} if into else set()
        found |= set(step.let) if isinstance(step, Let) else set()
        found |= {step.name} if isinstance(step, ForEach | Repeat) and step.name else set()
    return found


def reachable(scenario: Scenario, steps: Sequence[Action], *, submitted: bool) -> set[str]:
    """Return the procedures that steps call, and those call; with `submitted`, also those that are submitted to pools."""
    found: set[str] = set()
    todo: list[Sequence[Action]] = [steps]
    while todo:
        for _, step in walk(todo.pop(), ""):
            name = step.call if isinstance(step, Call) else step.submit if isinstance(step, Submit) and submitted else None
            if name is not None and name not in found and name in scenario.procedures:
                found.add(name)
                todo.append(scenario.procedures[name].steps)
    return found
