from typing import Any

from engine.scenario.document import Scenario
from engine.scenario.steps import Action
from engine.scenario.translate.walking import every_step, expressions_of, locals_of, names_of, reachable, steps_in
from tests.engine.scenario.translate.making import bound


def scenario(*steps: Any, **more: Any) -> Scenario:
    return bound({"workers": {"actor": {"steps": list(steps)}}, **more}).scenario


def first(*steps: Any) -> Action:
    return scenario(*steps).workers["actor"].steps[0]


def test_steps_are_found_wherever_they_are_nested() -> None:
    steps = [{"if": "1", "then": [{"print": "a"}], "else": [{"choose": [{"steps": [{"print": "b"}]}, {"steps": []}]}]}]
    assert [type(step).__name__ for step in steps_in(scenario(*steps).workers["actor"].steps)] == ["If", "Print", "Choose", "Print"]
    whole = scenario({"sleep": 1}, main=[{"print": "x"}], procedures={"p": {"steps": [{"sleep": 2}]}})
    assert len(list(every_step(whole))) == 3


def test_what_a_step_names() -> None:
    assert names_of(first({"acquire": "fork[left]", "timeout": "t * 2"})) == {"fork", "left", "t"}
    assert set(expressions_of(first({"result": "futures[i]", "timeout": "t"}))) == {"t", "futures[i]"}
    assert names_of(first({"print": "{a} {b + 1}"})) == {"a", "b"}
    assert names_of(first({"repeat": "forever", "steps": []})) == set()


def test_names_of_a_workers_own() -> None:
    steps = [{"let": {"a": 1}}, {"for": "b", "in": [1], "steps": [{"get": "q", "into": "c"}]}, {"repeat": 2, "as": "d", "steps": []}]
    assert locals_of(scenario(*steps).workers["actor"].steps) == {"a", "b", "c", "d"}


def test_procedures_are_reached_by_way_of_others() -> None:
    procedures = {"a": {"steps": [{"submit": "b", "to": "pool"}]}, "b": {"steps": []}, "c": {"steps": []}}
    whole = scenario({"call": "a"}, procedures=procedures, resources={"pool": {"kind": "pool"}})
    assert reachable(whole, whole.workers["actor"].steps) == {"a", "b"}
