"""Plain data: what a JSON text can hold, within bounds. Everything of a scenario passes here before its meaning is looked at."""

import math
import unicodedata
from collections.abc import Iterator
from typing import Any

from engine.errors import Problem
from engine.scenario.problems import problem
from engine.scenario.sentences import Unfit, say

MAX_DEPTH = 100
MAX_BYTES = 64 * 1024
MAX_PIECES = 32 * 1024
LARGEST_INT = 2**53 - 1  # beyond it JavaScript loses digits, and so does many a JSON reader
_LONGEST_INT = 17

_UNFIT = frozenset({"Cc", "Cf", "Cs"})  # controls, invisible marks, halves of surrogate pairs
_FIT = frozenset("\t\n\r")


def number_of(text: str) -> int | float:
    """Read a number as JSON and YAML write it; ValueError where it is too large."""
    if text.lstrip("+-").isdigit():
        number = int(text) if len(text) <= _LONGEST_INT else LARGEST_INT + 1
    elif text[:2] in ("0x", "0o"):
        number = int(text, 0) if len(text) <= 2 * _LONGEST_INT else LARGEST_INT + 1
    else:
        fraction = float(text)
        if not math.isfinite(fraction):
            raise Unfit("detail.number-too-large.fraction")
        return fraction
    if abs(number) > LARGEST_INT:
        raise Unfit("detail.number-too-large")
    return number


def unfit_character(text: str) -> tuple[int, str] | None:
    """Find a character that no scenario may hold: where it is, and how it is called."""
    if text.isascii() and text.isprintable():
        return None
    unfit = {text.index(character) for character in set(text) - _FIT if unicodedata.category(character) in _UNFIT}
    if not unfit:
        return None
    number = min(unfit)
    return number, f"U+{ord(text[number]):04X}"


def problems_of_data(data: Any) -> Iterator[Problem]:
    """Tell what in a value is no plain data; without recursion, and no longer than the value is allowed to be."""
    left: list[tuple[Any, tuple[str | int, ...]]] = [(data, ())]
    pieces = size = 0
    while left:
        value, place = left.pop()
        pieces += 1
        size += len(value) if isinstance(value, str) else 1
        if pieces > MAX_PIECES or size > MAX_BYTES:
            yield problem("", "too-large", say("detail.too-large", kib=MAX_BYTES // 1024))
            return
        if len(place) > MAX_DEPTH:
            yield problem(place[:8], "too-deep", say("detail.too-deep", most=MAX_DEPTH))
            return
        yield from _problems_of_piece(value, place)
        if isinstance(value, dict):
            size += sum(len(name) for name in value if isinstance(name, str))
            left += [(inner, (*place, name)) for name, inner in reversed(value.items()) if isinstance(name, str)]
        elif isinstance(value, list):
            left += [(inner, (*place, number)) for number, inner in reversed(list(enumerate(value)))]


def _problems_of_piece(value: Any, place: tuple[str | int, ...]) -> Iterator[Problem]:
    match value:
        case bool() | None:
            return
        case int() if abs(value) > LARGEST_INT:
            yield problem(place, "number-too-large", say("detail.number-too-large"))
        case float() if not math.isfinite(value):
            yield problem(place, "no-number", say("detail.no-number"))
        case str() if unfit := unfit_character(value):
            yield problem(place, "unfit-character", say("detail.unfit-character.text", character=unfit[1]))
        case dict():
            for name in value:
                if not isinstance(name, str):
                    yield problem(place, "no-name", say("detail.no-name"))
                elif unfit_character(name):
                    yield problem(place, "unfit-character", say("detail.unfit-character.name"))
        case int() | float() | str() | list():
            return
        case _:
            yield problem(place, "wrong-type", say("detail.not-data", kind=type(value).__name__))
