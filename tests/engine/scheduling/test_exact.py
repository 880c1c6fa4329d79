"""Exact time."""

from fractions import Fraction
from typing import Any

import pytest

from engine.errors import ScheduleError
from engine.scheduling.exact import Scale, plain, read_time, read_whole


@pytest.mark.parametrize(
    ("value", "number"), [(3, 3), ("3", 3), (0.1, Fraction(1, 10)), ("0.10", Fraction(1, 10)), (".5", Fraction(1, 2)), (2.0, 2)]
)
def test_a_time_is_what_was_written(value: Any, number: Fraction) -> None:
    assert read_time(value, "quantum") == number


@pytest.mark.parametrize(
    "value", [-1, "-0.5", float("nan"), float("inf"), 1e300, 10**10, "1e3", "abc", "", None, True, [1], "9" * 500, "0.0000001", "١"]
)
def test_what_is_no_time_is_refused_and_the_field_named(value: Any) -> None:
    with pytest.raises(ScheduleError) as caught:
        read_time(value, "quantum")
    assert caught.value.field == "quantum"
    assert len(str(caught.value)) < 200


def test_zero_can_be_too_little() -> None:
    assert read_time(0, "arrival") == 0
    with pytest.raises(ScheduleError, match="more than 0"):
        read_time(0, "burst", is_open=True)


def test_whole_numbers_have_a_range() -> None:
    assert read_whole("4", "cpus", least=1, most=64) == 4
    for value in (0, 65, 1.5, "x"):
        with pytest.raises(ScheduleError, match="cpus"):
            read_whole(value, "cpus", least=1, most=64)


def test_the_scale_makes_every_time_whole() -> None:
    scale = Scale.for_numbers([Fraction(1, 2), Fraction(3, 10), Fraction(4)])
    assert (scale.ticks_per_unit, scale.ticks(Fraction(3, 10)), scale.number(3), scale.number(20)) == (10, 3, 0.3, 2)
    assert isinstance(scale.number(20), int)
    assert scale.number(Fraction(5, 3)) == 1 / 6


def test_whole_results_are_whole_numbers() -> None:
    assert isinstance(plain(Fraction(6, 3)), int)
    assert plain(Fraction(1, 4)) == 0.25
