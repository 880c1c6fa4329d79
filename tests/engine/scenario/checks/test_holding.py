"""Locks that nobody takes."""

from typing import Any

import pytest

from engine.scenario.checks.holding import check
from tests.engine.scenario.samples import facts

RESOURCES = {
    "door": {"kind": "lock"},
    "seats": {"kind": "semaphore"},
    "filled": {"kind": "condition"},
    "shared": {"kind": "condition", "lock": "door"},
}


def told(procedures: dict[str, Any] | None = None, **workers: list[dict[str, Any]]) -> list[tuple[str, str]]:
    everyone = {name: {"steps": steps} for name, steps in workers.items()}
    found = check(facts(resources=RESOURCES, workers=everyone, procedures=procedures or {}))
    return [(each.pointer, each.code) for each in found]


def test_what_nobody_takes_cannot_be_released() -> None:
    assert told(a=[{"release": "door"}]) == [("/workers/a/steps/0/release", "never-taken")]
    assert told(a=[{"release": "seats"}]) == []  # a semaphore may be a signal
    assert told(a=[{"release": "door"}], b=[{"acquire": "door"}]) == []  # a foreign release is something to show
    assert told(a=[{"release": "door"}], b=[{"with": "shared", "steps": []}]) == []
    assert told({"p": {"steps": [{"try": "door"}]}}, a=[{"release": "door"}]) == []


@pytest.mark.parametrize("step", [{"wait": "filled"}, {"notify": "filled"}])
def test_a_condition_is_held(step: dict[str, Any]) -> None:
    held = {"with": ["filled"], "steps": [step]}
    assert [code for _, code in told(a=[step], b=[held])] == ["not-held"]
    assert told(a=[held]) == []
    assert told(a=[{"acquire": "filled"}, {"call": "p"}], procedures={"p": {"steps": [step]}}) == []
    assert told(a=[{"call": "p"}, {"call": "p"}], b=[{"call": "p"}], procedures={"p": {"steps": [step]}}) == [
        (f"/procedures/p/steps/0/{next(iter(step))}", "not-held")
    ]


def test_a_shared_lock_is_held_by_its_own_name_too() -> None:
    assert told(a=[{"with": "door", "steps": [{"notify": "shared"}]}]) == []
    assert [code for _, code in told(a=[{"with": "filled", "steps": [{"notify": "shared"}]}])] == ["not-held"]
