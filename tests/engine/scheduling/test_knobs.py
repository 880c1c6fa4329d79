"""The knobs."""

from fractions import Fraction
from typing import Any

import pytest

from engine.errors import ScheduleError
from engine.scheduling.exact import Scale
from engine.scheduling.knobs import Knobs, read_knobs


def test_texts_and_numbers_are_read_alike() -> None:
    assert read_knobs({"quantum": "2.5", "quanta": "8,16,0", "cpus": "2", "stay": True, "boost": None}) == {
        "quantum": Fraction(5, 2), "quanta": (8, 16, 0), "cpus": 2, "stay": True,
    }  # fmt: skip
    assert read_knobs({"quanta": [8, 16, 0], "allotment": 2}) == {"quanta": (8, 16, 0), "allotment": (2,)}


@pytest.mark.parametrize(
    ("knob", "value", "field"),
    [
        ("quantum", 0, "quantum"),
        ("quantum", -4, "quantum"),
        ("quantum", float("nan"), "quantum"),
        ("quantum", 1e12, "quantum"),
        ("quantum", "four", "quantum"),
        ("quanta", [8, -1], "quanta/1"),
        ("quanta", [], "quanta"),
        ("quanta", [1] * 17, "quanta"),
        ("queues", 0, "queues"),
        ("queues", 17, "queues"),
        ("cpus", 65, "cpus"),
        ("cpus", 1.5, "cpus"),
        ("seed", -1, "seed"),
        ("stay", 1, "stay"),
        ("switch_cost", "-1", "switch_cost"),
        ("warp", 9, "warp"),
    ],
)
def test_a_wrong_value_names_its_knob(knob: str, value: Any, field: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        read_knobs({knob: value})
    assert caught.value.field == field


def test_times_are_in_ticks() -> None:
    knobs = Knobs({"quantum": Fraction(5, 2), "quanta": (Fraction(1), Fraction(0)), "cpus": 2, "stay": True}, Scale(10), given=("cpus",))
    assert (knobs.number("quantum"), knobs.numbers("quanta"), knobs.number("cpus"), knobs.is_on("stay")) == (25, (10, 0), 2, True)
    assert "cpus" in knobs.given
