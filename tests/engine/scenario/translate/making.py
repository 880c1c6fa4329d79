"""Scenarios for the tests of the translation, bound as they stand."""

from dataclasses import dataclass
from typing import Any

from engine.scenario.document import Scenario
from engine.scenario.translate import Translation, translate


@dataclass(frozen=True, slots=True)
class Plain:
    """A scenario with its defaults."""

    scenario: Scenario
    parameters: dict[str, Any]
    seed: int


def bound(data: dict[str, Any]) -> Plain:
    """Check a scenario of which the title may be left out, and choose its defaults."""
    scenario = Scenario.model_validate({"lockstep": 1, "title": "A test", **data})
    return Plain(scenario, {name: scenario.parameter(name).default for name in scenario.parameters}, scenario.seed)


def translated(data: dict[str, Any]) -> Translation:
    """Translate a scenario."""
    return translate(bound(data))


def body_of(steps: list[Any], *, kind: str = "thread", resources: dict[str, Any] | None = None, **more: Any) -> list[str]:
    """Translate the steps of a single worker, called `actor`, and return the lines of its function's body, less their indentation."""
    data = {"resources": resources or {}, "workers": {"actor": {"kind": kind, "steps": steps}, **more.pop("workers", {})}, **more}
    lines = translated(data).source.split("\n")
    head = "async def actor(" if kind == "task" else "def actor("
    start = next(number for number, line in enumerate(lines) if line.startswith(head)) + 1
    end = next(number for number in range(start, len(lines)) if not lines[number])
    return [line[4:] for line in lines[start:end]]
