"""Where steps stand."""

from typing import Any

from engine.scenario.checks.flow import MAX_NESTED, check
from tests.engine.scenario.samples import facts


def told(*steps: dict[str, Any], **members: Any) -> list[tuple[str, str]]:
    return [(each.pointer, each.code) for each in check(facts(*steps, **members))]


def test_a_loop_is_left_from_within() -> None:
    leave = {"leave": "loop"}
    assert told(leave) == [("/workers/w/steps/0/leave", "no-loop")]
    assert told({"repeat": 2, "steps": [{"if": "seed", "then": [leave]}]}) == []
    assert told({"while": "True", "steps": [leave]}, {"for": "x", "in": [1], "steps": [leave]}, {"leave": "worker"}) == []


def test_a_loop_around_a_call_is_none_around_the_procedure() -> None:
    procedures = {"p": {"steps": [{"leave": "loop"}]}}
    assert told({"repeat": 2, "steps": [{"call": "p"}]}, procedures=procedures) == [("/procedures/p/steps/0/leave", "no-loop")]


def test_only_a_procedure_returns() -> None:
    assert told({"return": 1}) == [("/workers/w/steps/0/return", "no-procedure")]
    assert told(procedures={"p": {"steps": [{"return": 1}]}}) == []


def test_an_else_needs_a_timeout_to_be_done_at_all() -> None:
    steps: list[dict[str, Any]] = [{"acquire": "a"}, {"get": "q"}, {"wait": "e"}, {"join": "w"}, {"wait_until": "seed"}, {"recv": "p"}]
    otherwise = {"else": [{"sleep": 0}]}
    found = told(*[step | otherwise for step in steps])
    assert found == [(f"/workers/w/steps/{number}/else", "no-timeout") for number in range(len(steps))]
    assert told(*[step | otherwise | {"timeout": 0} for step in steps]) == []
    assert told({"try": "a"} | otherwise, {"if": "seed", "then": []} | otherwise) == []


def nested(depth: int, inner: dict[str, Any]) -> dict[str, Any]:
    for _ in range(depth):
        inner = {"repeat": 1, "steps": [inner]}
    return inner


def test_steps_are_nested_no_deeper_than_python_can() -> None:
    assert told(nested(MAX_NESTED, {"sleep": 0})) == []
    assert [code for _, code in told(nested(MAX_NESTED + 5, {"sleep": 0}))] == ["too-deep"]
    several = {"with": ["a"] * 10, "steps": [{"sleep": 0}]}
    assert told(nested(6, several)) == []
    assert [code for _, code in told(nested(7, several))] == ["too-deep"]


def test_procedures_that_call_themselves() -> None:
    def procedures(**calls: str) -> dict[str, Any]:
        return {name: {"steps": [{"call": called}]} for name, called in calls.items()}

    assert told(procedures=procedures(a="a")) == [("/procedures/a/steps/0/call", "circle")]
    assert [pointer.split("/")[2] for pointer, _ in told(procedures=procedures(a="b", b="c", c="a", d="a"))] == ["a", "b", "c"]
    assert told(procedures={**procedures(a="b"), "b": {"steps": []}}) == []
