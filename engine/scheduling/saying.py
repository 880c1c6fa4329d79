"""What the lab says in words - why a job was chosen, by which rules - as an id with parameters; the English text is here.

The same texts, in both languages, are in static/messages under `schedule.reason.*` and `schedule.rule.*`; a test compares them.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from engine.scheduling.texts import REASONS, RULES

Value = str | int | float | bool
Parameters = Mapping[str, Value]
TIMES = {"since", "length", "left", "other_left", "slice", "wait", "age", "switch_cost", "every", "minimum", "latency"}


class Saying(NamedTuple):
    """A text of REASONS or RULES with what fills its gaps; the times among them (TIMES) in ticks."""

    id: str
    parameters: Parameters = MappingProxyType({})

    def scaled(self, number: Callable[[int], int | float]) -> "Saying":
        """Turn its ticks into times as the request writes them."""
        return Saying(
            self.id, {name: number(value) if name in TIMES and isinstance(value, int) else value for name, value in self.parameters.items()}
        )

    def text(self) -> str:
        """Say it in English."""
        template = REASONS.get(self.id) or RULES[self.id]
        return template.format(**{name: f"{value:g}" if isinstance(value, float) else value for name, value in self.parameters.items()})
