"""Exact time: every number of a request is a fraction; one scale turns them all into whole ticks, and results back into numbers."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.errors import ScheduleError

MOST = 1_000_000_000
MOST_DIGITS = 6  # behind the point
MOST_WRITTEN = 20
NUMBER = re.compile(r"[+-]?([0-9]{1,20}(\.[0-9]{0,20})?|\.[0-9]{1,20})")


def read_time(value: Any, field: str, *, least: int = 0, is_open: bool = False) -> Fraction:
    """Read a time: a number, or the text of one; `is_open`: more than `least`. Raises ScheduleError for anything else."""
    number = _fraction(value, field)
    if number.denominator == 1 and least < number.numerator <= MOST:
        return number
    if number < least or (is_open and number == least):
        wanted = f"more than {least}" if is_open else f"{least} or more"
        raise ScheduleError(field, f"{_shown(value)} is too small; give a number of {wanted}.")
    if number > MOST:
        raise ScheduleError(field, f"{_shown(value)} is too large; {MOST} is the most.")
    if (number * 10**MOST_DIGITS).denominator != 1:
        raise ScheduleError(field, f"{_shown(value)} has more than {MOST_DIGITS} digits behind the point.")
    return number


def read_whole(value: Any, field: str, *, least: int, most: int) -> int:
    """Read a whole number in a range."""
    number = _fraction(value, field)
    if number.denominator != 1:
        raise ScheduleError(field, f"{_shown(value)} is no whole number.")
    if not least <= number <= most:
        raise ScheduleError(field, f"{_shown(value)} is out of range; give a whole number from {least} to {most}.")
    return int(number)


def _fraction(value: Any, field: str) -> Fraction:
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, float) and math.isfinite(value):
        return Fraction(repr(value))  # what was written, not the binary fraction nearest to it
    if isinstance(value, str) and value.isdecimal() and value.isascii() and len(value) < MOST_WRITTEN:
        return Fraction(int(value))
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        return Fraction(value.strip())
    raise ScheduleError(field, f"{_shown(value)} is no number.")


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return f'"{text[:30]}…"' if len(text) > 31 else f'"{text}"' if isinstance(value, str) else text


@dataclass(frozen=True, slots=True)
class Scale:
    """How many ticks a unit of the request's time has: the least that makes every number whole."""

    ticks_per_unit: int

    @classmethod
    def for_numbers(cls, numbers: Iterable[Fraction]) -> "Scale":
        """Choose the scale for these numbers."""
        return cls(math.lcm(*{number.denominator for number in numbers}))

    def ticks(self, number: Fraction) -> int:
        """Turn a time of the request into ticks."""
        return number.numerator * (self.ticks_per_unit // number.denominator)

    def number(self, ticks: int | Fraction) -> int | float:
        """Turn ticks into a time as the request writes it: whole where it is whole."""
        if isinstance(ticks, int):
            return ticks / self.ticks_per_unit if ticks % self.ticks_per_unit else ticks // self.ticks_per_unit
        return plain(Fraction(ticks) / self.ticks_per_unit)


def plain(number: Fraction) -> int | float:
    """Write a fraction as a number of JSON: whole where it is whole."""
    return number.numerator if number.denominator == 1 else number.numerator / number.denominator
