"""The knobs of an example: numbers and choices that its program reads from its arguments, in the order of `lesson.toml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.messages import LANGUAGES
from app.problems import FieldError, Problem, clip

KnobKind = Literal["int", "number", "choice"]
KnobValue = int | float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """One knob. minimum and maximum belong to int and number, choices to choice. texts: what it is called, by language."""

    name: str
    kind: KnobKind
    default: KnobValue
    minimum: float | None
    maximum: float | None
    choices: Mapping[str, Mapping[str, str]]  # each value with its words, by language
    texts: Mapping[str, str]

    def fault(self, value: object) -> str | None:
        """Tell what is wrong with a value, or None."""
        match self.kind:
            case "choice":
                return None if value in self.choices else f"Choose one of: {', '.join(self.choices)}."
            case "int" if not isinstance(value, int) or isinstance(value, bool):
                return "Give a whole number."
            case _ if not isinstance(value, int | float) or isinstance(value, bool):
                return "Give a number."
        if (self.minimum is not None and value < self.minimum) or (self.maximum is not None and value > self.maximum):
            return f"Give a number from {spelled(self.minimum)} to {spelled(self.maximum)}."
        return None


def spelled(value: object) -> str:
    """Spell a value as an argument: 3 for 3.0, since a program may read it as a whole number."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def read_knobs(table: Mapping[str, Mapping[str, Any]]) -> tuple[Knob, ...]:
    """Read the table `[knobs]` of a `lesson.toml`; a wrong one is an error: they are our own files."""
    return tuple(_read_knob(name, facts) for name, facts in table.items())


def _read_knob(name: str, facts: Mapping[str, Any]) -> Knob:
    kind = facts["kind"]
    is_choice = kind == "choice"
    knob = Knob(
        name=name,
        kind=kind,
        default=facts["default"],
        minimum=None if is_choice else facts["minimum"],
        maximum=None if is_choice else facts["maximum"],
        choices=facts["choices"] if is_choice else {},
        texts={language: facts[language] for language in LANGUAGES},
    )
    if fault := knob.fault(knob.default):
        raise ValueError(f"the default of the knob {name} does not fit: {fault}")
    return knob


def arguments_for(knobs: Sequence[Knob], given: Mapping[str, object]) -> tuple[str, ...]:
    """Turn knobs into a program's arguments, those left out at their defaults; Problem for one that is unknown or does not fit."""
    known = {knob.name: knob for knob in knobs}
    errors = [
        FieldError(pointer=f"/knobs/{pointer_part(name)}", detail=fault)
        for name, value in given.items()
        if (fault := known[name].fault(value) if name in known else _unknown(known))
    ]
    if errors:
        raise Problem(422, "invalid-knob", f"{errors[0].pointer}: {errors[0].detail}", errors=errors)
    return tuple(spelled(given.get(knob.name, knob.default)) for knob in knobs)


def pointer_part(name: str) -> str:
    """Spell a name as part of a JSON pointer."""
    return clip(name, 40).replace("~", "~0").replace("/", "~1")


def _unknown(known: Mapping[str, Knob]) -> str:
    return f"There is no such knob; there are: {', '.join(known)}." if known else "This example has no knobs."
