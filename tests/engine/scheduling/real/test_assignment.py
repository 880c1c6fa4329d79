"""Requests for real processes."""

from typing import Any

import pytest

from engine.errors import ScheduleError
from engine.scheduling.real.assignment import SOURCE, read_argument, read_assignment

GOOD: dict[str, Any] = {"policy": "rr", "jobs": "A 0 3, B 0 2.5", "quantum": 2}


def test_the_estimate_is_the_textbooks_end_and_a_start() -> None:
    assignment = read_assignment({**GOOD, "unit_ms": 200})
    assert assignment.estimate_seconds == pytest.approx(5.5 * 0.2 + 0.5 + 2 * 0.05)
    assert (assignment.unit_ns, assignment.limit_seconds, assignment.cpus) == (200_000_000, 60, 1)


def test_what_would_take_too_long_is_refused_with_the_estimate() -> None:
    with pytest.raises(ScheduleError, match=r"real: this would take about 101 s, longer than the limit of 60 s"):
        read_assignment({**GOOD, "jobs": "A 0 1000"})
    assert read_assignment({**GOOD, "jobs": "A 0 1000", "limit_seconds": 120}).limit_seconds == 120


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"policy": None, "policies": ["rr", "fcfs"]}, "policies"),
        ({"jobs": ", ".join(f"J{at} 0 1" for at in range(33))}, "jobs"),
        ({"cpus": 64}, "cpus"),
        ({"unit_ms": 1}, "unit_ms"),
        ({"unit_ms": "x"}, "unit_ms"),
        ({"limit_seconds": 0}, "limit_seconds"),
        ({"limit_seconds": 10**6}, "limit_seconds"),
        ({"quantum": -1}, "quantum"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        read_assignment({**GOOD, **change})
    assert caught.value.field == field


def test_the_argument_says_it_all() -> None:
    assignment = read_assignment({**GOOD, "cpus": 1, "unit_ms": 20, "jobs": "甲 0 1+2io+1 3, B 1 2"})
    assert read_argument(assignment.argument()) == assignment


@pytest.mark.parametrize("text", ["", "[]", "3", "{}"])
def test_what_is_no_argument_is_told(text: str) -> None:
    with pytest.raises(ScheduleError):
        read_argument(text)


def test_the_program_is_python() -> None:
    compile(SOURCE, "schedule.py", "exec")
