"""Scenarios for the tests of the translation, bound as they stand."""

from typing import Any

from engine.scenario.binding import Bound, bind
from engine.scenario.reading import read_scenario
from engine.scenario.translate import Translation, translate


def bound(data: str | dict[str, Any]) -> Bound:
    """Read a scenario, of which the title may be left out if it is data, and choose its defaults."""
    return bind(read_scenario(data if isinstance(data, str) else {"lockstep": 1, "title": "A test", **data}))


def translated(data: str | dict[str, Any]) -> Translation:
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
