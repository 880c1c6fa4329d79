"""Plain data within bounds."""

from typing import Any

import pytest

from engine.scenario.plain import number_of, problems_of_data, unfit_character


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("-0", 0), ("+3", 3), ("1.5", 1.5), ("1e3", 1000.0), ("0x1F", 31), ("0o17", 15)])
def test_numbers(text: str, number: float) -> None:
    found = number_of(text)
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize("text", ["9007199254740992", "-9007199254740992", "9" * 5000, "0x" + "F" * 5000, "1e400"])
def test_numbers_that_are_too_large(text: str) -> None:
    with pytest.raises(ValueError, match=r"large|2\*\*53"):
        number_of(text)


def test_unfit_characters_are_found() -> None:
    assert unfit_character("plain text, é, 字, \n and \t") is None
    assert unfit_character("ab\x00") == (2, "U+0000")
    assert unfit_character("\u202e") == (0, "U+202E")
    assert unfit_character("\ud800") == (0, "U+D800")


def nested(depth: int) -> Any:
    data: Any = 1
    for _ in range(depth):
        data = [data]
    return data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (nested(100_000), "too-deep"),
        ([0] * 100_000, "too-large"),
        ("x" * 100_000, "too-large"),
        ({"x" * 100_000: [1]}, "too-large"),
        ({1: 2}, "no-name"),
        ({"a\x00": 2}, "unfit-character"),
        ({"a": "\ud800"}, "unfit-character"),
        ({"a": 2**53}, "number-too-large"),
        ({"a": float("nan")}, "no-number"),
        ({"a": {1, 2}}, "wrong-type"),
        ({"a": b"x"}, "wrong-type"),
    ],
)
def test_what_is_no_plain_data(data: Any, code: str) -> None:
    assert [each.code for each in problems_of_data(data)] == [code]


def test_what_is() -> None:
    assert not list(problems_of_data({"a": [1, 2.5, None, True, "text", {}], "b": nested(90)}))
