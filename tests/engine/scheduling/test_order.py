"""Requests."""

from typing import Any

import pytest

from engine.errors import ScheduleError
from engine.scheduling.order import read_order

GOOD: dict[str, Any] = {"policy": "rr", "jobs": "A 0 3"}


def test_one_policy_or_several() -> None:
    assert read_order(GOOD).is_single
    order = read_order({"policies": ["fcfs", "rr"], "jobs": "A 0 3", "quantum": 2})
    assert (order.policies, order.is_single, order.plan("rr").values()["quantum"]) == (["fcfs", "rr"], False, 2)


def test_a_sweep_is_a_range_or_a_list() -> None:
    ranged = read_order({**GOOD, "sweep": {"knob": "quantum", "from": 1, "to": 8}}).sweep
    listed = read_order({**GOOD, "sweep": {"knob": "quantum", "values": [1, 2.5]}}).sweep
    assert ranged is not None
    assert listed is not None
    assert (list(ranged.values), list(listed.values)) == ([1, 2, 3, 4, 5, 6, 7, 8], [1, 2.5])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"policy": "fifo"}, "policy"),
        ({"policy": None}, "policy"),
        ({"policies": ["rr"]}, "policy"),
        ({"policy": None, "policies": []}, "policies"),
        ({"policy": None, "policies": "rr"}, "policies"),
        ({"policy": None, "policies": ["rr", "x"]}, "policies/1"),
        ({"jobs": None}, "jobs"),
        ({"ostep": "0,5,0"}, "jobs"),
        ({"quantim": 3}, "quantim"),
        ({"sweep": 3}, "sweep"),
        ({"sweep": {"knob": "quantum", "values": [1], "step": 2}}, "sweep"),
        ({"sweep": {"knob": "speed", "values": [1]}}, "sweep/knob"),
        ({"sweep": {"knob": "quanta", "values": [1]}}, "sweep/knob"),
        ({"sweep": {"knob": "quantum", "values": []}}, "sweep/values"),
        ({"sweep": {"knob": "quantum", "values": [1, 0]}}, "sweep/values/1"),
        ({"sweep": {"knob": "quantum"}}, "sweep/from"),
        ({"sweep": {"knob": "quantum", "from": 5, "to": 1}}, "sweep/to"),
        ({"sweep": {"knob": "quantum", "from": 0, "to": 9}}, "sweep/values/0"),
        ({"sweep": {"knob": "quantum", "from": 1, "to": 101}}, "sweep/to"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        read_order({**GOOD, **change})
    assert caught.value.field == field
