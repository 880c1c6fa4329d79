"""How many and how large."""

from typing import Any

import pytest

from engine.scenario.checks.amounts import check
from tests.engine.scenario.samples import facts


def told(*steps: dict[str, Any], **members: Any) -> list[tuple[str, str]]:
    return [(each.pointer, each.code) for each in check(facts(*steps, parameters={"N": 5, "half": 0.5}, **members))]


@pytest.mark.parametrize(
    ("resource", "option", "code"),
    [
        ({"kind": "semaphore", "value": "N - 6"}, "value", "out-of-range"),
        ({"kind": "semaphore", "value": "half"}, "value", "wrong-type"),
        ({"kind": "semaphore", "value": "M"}, "value", "not-yet-known"),
        ({"kind": "barrier", "parties": "N - 5"}, "parties", "out-of-range"),
        ({"kind": "queue", "size": "N * 10000"}, "size", "out-of-range"),
        ({"kind": "queue", "size": "N > 1"}, "size", "wrong-type"),
        ({"kind": "pool", "size": "N * 20"}, "size", "out-of-range"),
        ({"kind": "value", "initial": "M"}, "initial", "bad-value"),
    ],
)
def test_a_resource_of_another_size(resource: dict[str, Any], option: str, code: str) -> None:
    assert told(resources={"r": resource}) == [(f"/resources/r/{option}", code)]


@pytest.mark.parametrize(
    ("step", "option", "code"),
    [
        ({"sleep": "N - 6"}, "sleep", "out-of-range"),
        ({"sleep": "'long'"}, "sleep", "wrong-type"),
        ({"acquire": "a", "timeout": "half - 1"}, "timeout", "out-of-range"),
        ({"repeat": "half", "steps": []}, "repeat", "wrong-type"),
        ({"repeat": "-N", "steps": []}, "repeat", "out-of-range"),
        ({"release": "a", "count": "N - 5"}, "count", "out-of-range"),
        ({"notify": "a", "count": "half"}, "count", "wrong-type"),
    ],
)
def test_a_step_of_another_size(step: dict[str, Any], option: str, code: str) -> None:
    assert told(step) == [(f"/workers/w/steps/0/{option}", code)]


@pytest.mark.parametrize(
    "step",
    [
        {"sleep": "index * half"},
        {"repeat": "N * 2", "steps": []},
        {"repeat": "forever", "steps": []},
        {"notify": "a", "count": "all"},
        {"if": "N > 6", "then": [{"sleep": "N - 6"}]},
    ],
)
def test_what_fits_or_is_known_later(step: dict[str, Any]) -> None:
    assert told(step) == []


def test_a_delay_fits_for_each_of_them() -> None:
    assert told(workers={"w": {"count": 5, "delay": "3 - index", "steps": []}}) == [("/workers/w/delay", "out-of-range")]
    assert told(workers={"w": {"count": 4, "delay": "3 - index", "steps": []}}) == []


def test_an_argument_is_known_before_the_run() -> None:
    assert told(workers={}, program="print(1)", args=["N * 2", 3, "'a'", "M"]) == [("/args/3", "not-yet-known")]


def test_how_many_there_are_in_all() -> None:
    assert told(workers={f"w{number}": {"count": 100, "steps": []} for number in range(2)}) == []
    assert told(workers={f"w{number}": {"count": 67, "steps": []} for number in range(3)}) == [("/workers", "too-many")]
    assert told(resources={f"r{number}": {"kind": "lock", "count": 100} for number in range(6)}) == [("/resources", "too-many")]
