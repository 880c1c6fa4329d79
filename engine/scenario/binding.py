"""A scenario with its parameters and its seed fixed: the thing that is checked, translated and run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Problem, ScenarioError
from engine.scenario.document import MAX_SEED, Parameter, Scenario
from engine.scenario.evaluating import Constant, evaluate
from engine.scenario.plain import problems_of_data
from engine.scenario.problems import problem, sentence_of, suggestion
from engine.scenario.resources import MAX_COUNT
from engine.scenario.sentences import Sentence, say
from engine.scenario.words import MAX_TEXT

Chosen = int | float | bool | str  # what a parameter can be


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A scenario and what was chosen for it. Counts: how many there are of a worker, of a resource; None where it gives no count."""

    scenario: Scenario
    parameters: Mapping[str, Chosen]
    seed: int
    worker_counts: Mapping[str, int | None]
    resource_counts: Mapping[str, int | None]

    def evaluate(self, value: Constant, **more: Constant) -> Constant:
        """Compute what a field gives that may be an expression of parameters; ValueError says why it gives nothing.

        A text is an expression. more: other names that it may use, as `index`.
        """
        return evaluate(value, {**self.parameters, "seed": self.seed, **more}) if isinstance(value, str) else value

    def arguments(self) -> tuple[str, ...]:
        """Return the arguments of a scenario's own program, each as a text; ValueError says which has no value."""
        return tuple(str(self.evaluate(value)) for value in self.scenario.args)

    def workers_of(self, name: str) -> list[str]:
        """Name the workers of one name as Python's threads, processes and tasks are named: `eater-0`, `eater-1`, or just `eater`."""
        count = self.worker_counts[name]
        return [name] if count is None else [f"{name}-{index}" for index in range(count)]


def bind(scenario: Scenario, parameters: Mapping[str, Any] | None = None, seed: int | None = None) -> Bound:
    """Fix the parameters of a scenario, those that are not given at their defaults; ScenarioError says what is out of range."""
    bound, problems = bind_leniently(scenario, parameters or {}, seed)
    if problems:
        raise ScenarioError(problems)
    return bound


def bind_leniently(scenario: Scenario, parameters: Mapping[str, Any], seed: int | None = None) -> tuple[Bound, list[Problem]]:
    """Fix what can be fixed, the rest as if it were at its default, and tell what is wrong."""
    problems = [*_problems_of_definitions(scenario), *_problems_of_choices(scenario, parameters)]
    if seed is not None and not (isinstance(seed, int) and not isinstance(seed, bool) and 0 <= seed <= MAX_SEED):
        problems.append(problem("/seed", "out-of-range", say("detail.seed", most=MAX_SEED)))
        seed = None
    seed = scenario.seed if seed is None else seed
    wrong = {each.pointer for each in problems}
    chosen: dict[str, Chosen] = {}
    for name in scenario.parameters:
        known = name in parameters and f"/parameters/{name}" not in wrong
        chosen[name] = parameters[name] if known else scenario.parameter(name).default
    names = {**chosen, "seed": seed}
    counts: dict[str, dict[str, int | None]] = {"workers": {}, "resources": {}}
    for kind, owners in (("workers", scenario.workers), ("resources", scenario.resources)):
        for name, owner in owners.items():
            given = owner.count if "count" in owner.model_fields_set else None
            counts[kind][name], wrongs = _counted((kind, name, "count"), given, names)
            problems += wrongs
    bound = Bound(scenario=scenario, parameters=chosen, seed=seed, worker_counts=counts["workers"], resource_counts=counts["resources"])
    return bound, problems


def _counted(place: tuple[str, ...], given: int | str | None, names: Mapping[str, Constant]) -> tuple[int | None, list[Problem]]:
    if not isinstance(given, str):
        return given, []
    try:
        count = evaluate(given, names)
    except ValueError as error:
        return 1, [problem(place, "bad-count", sentence_of(error))]
    if isinstance(count, bool) or not isinstance(count, int):
        return 1, [problem(place, "bad-count", say("detail.count", text=given))]
    if not 1 <= count <= MAX_COUNT:
        return 1, [problem(place, "out-of-range", say("detail.count.range", text=given, number=count, most=MAX_COUNT))]
    return count, []


def _problems_of_definitions(scenario: Scenario) -> Iterator[Problem]:
    """Tell what in the parameters themselves contradicts itself."""
    for name in scenario.parameters:
        parameter = scenario.parameter(name)
        place = ("parameters", name)
        if not _is_number(parameter.default) and (parameter.minimum is not None or parameter.maximum is not None):
            yield problem(place, "no-range", say("detail.no-range"))
        elif parameter.minimum is not None and parameter.maximum is not None and parameter.minimum > parameter.maximum:
            yield problem((*place, "minimum"), "out-of-range", say("detail.no-range.crossed"))
        elif wrong := _wrong(parameter, parameter.default):
            yield problem((*place, "default"), "out-of-range", say("detail.default", wrong=wrong))
        for number, choice in enumerate(parameter.choices or []):
            if not _is_alike(parameter.default, choice):
                yield problem((*place, "choices", number), "wrong-type", say("detail.choice", wrong=_kind_of(parameter.default)))


def _problems_of_choices(scenario: Scenario, parameters: Mapping[str, Any]) -> Iterator[Problem]:
    for name, value in parameters.items():
        place = ("parameters", str(name))
        if name not in scenario.parameters:
            said = say("detail.parameter.unknown", name=str(name), hint=suggestion(str(name), scenario.parameters))
            yield problem(place, "unknown-parameter", said)
        elif wrong := _wrong(scenario.parameter(name), value):
            yield problem(place, "out-of-range", say("detail.parameter", name=name, wrong=wrong))


def _wrong(parameter: Parameter, value: Any) -> Sentence | None:
    """Say what is wrong with a value of a parameter, if something is."""
    if not _is_alike(parameter.default, value) or any(problems_of_data(value)) or (isinstance(value, str) and not _is_line(value)):
        return _kind_of(parameter.default)
    if parameter.choices is not None and value not in parameter.choices:
        return say("detail.give.one-of", words=", ".join(str(choice) for choice in parameter.choices))
    if (parameter.minimum is not None and value < parameter.minimum) or (parameter.maximum is not None and value > parameter.maximum):
        if parameter.maximum is None:
            return say("detail.give.at-least", least=parameter.minimum)
        if parameter.minimum is None:
            return say("detail.give.at-most", most=parameter.maximum)
        return say("detail.give.from-to", least=parameter.minimum, most=parameter.maximum)
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_alike(default: Chosen, value: Any) -> bool:
    """Tell whether a value can stand for a default: a whole number stays one, a fraction may become one."""
    if isinstance(default, float):
        return _is_number(value)
    return type(value) is type(default)


def _is_line(text: str) -> bool:
    return 0 < len(text) <= MAX_TEXT and "\n" not in text and "\r" not in text


def _kind_of(default: Chosen) -> Sentence:
    if isinstance(default, str):
        return say("detail.give.line", most=MAX_TEXT)
    return say({bool: "detail.give.boolean", int: "detail.give.whole", float: "detail.give.number"}[type(default)])
