"""Parameters, seed and counts, fixed."""

from typing import Any

import pytest

from engine.errors import ScenarioError
from engine.scenario.binding import bind, bind_leniently
from engine.scenario.reading import read_scenario
from tests.engine.scenario.samples import scenario

PARAMETERS = {
    "N": {"default": 3, "minimum": 2, "maximum": 5},
    "pause": 0.5,
    "fair": True,
    "drink": {"default": "tea", "choices": ["tea", "coffee"]},
    "many": {"default": 3, "minimum": 1},
}
FOUND = read_scenario(
    scenario(
        parameters=PARAMETERS,
        resources={"fork": {"kind": "lock", "count": "N + 1"}, "door": {"kind": "lock"}},
        workers={"eater": {"count": "N", "steps": []}, "cook": {"steps": []}, "one": {"count": 1, "steps": []}},
    )
)


def test_defaults() -> None:
    bound = bind(FOUND)
    assert bound.parameters == {"N": 3, "pause": 0.5, "fair": True, "drink": "tea", "many": 3}
    assert bound.seed == 1


def test_what_is_chosen_decides_the_counts() -> None:
    bound = bind(FOUND, {"N": 4, "pause": 1}, seed=7)
    assert (bound.parameters["N"], bound.parameters["pause"], bound.seed) == (4, 1, 7)
    assert bound.worker_counts == {"eater": 4, "cook": None, "one": 1}
    assert bound.resource_counts == {"fork": 5, "door": None}
    assert bound.workers_of("eater") == ["eater-0", "eater-1", "eater-2", "eater-3"]
    assert (bound.workers_of("cook"), bound.workers_of("one")) == (["cook"], ["one-0"])


def test_expressions_of_what_is_fixed() -> None:
    bound = bind(FOUND, seed=7)
    assert bound.evaluate("N * 2 + seed") == 13
    assert bound.evaluate("index + N", index=2) == 5
    assert bound.evaluate(2.5) == 2.5
    assert bound.evaluate(None) is None


@pytest.mark.parametrize(
    ("parameters", "pointer", "detail"),
    [
        ({"N": 9}, "/parameters/N", "give a number from 2 to 5"),
        ({"N": 1}, "/parameters/N", "give a number from 2 to 5"),
        ({"N": 2.0}, "/parameters/N", "give a whole number"),
        ({"N": True}, "/parameters/N", "give a whole number"),
        ({"N": "3"}, "/parameters/N", "give a whole number"),
        ({"N": None}, "/parameters/N", "give a whole number"),
        ({"many": 0}, "/parameters/many", "give a number that is at least 1"),
        ({"many": 2**60}, "/parameters/many", "give a whole number"),
        ({"pause": float("nan")}, "/parameters/pause", "give a number"),
        ({"pause": float("inf")}, "/parameters/pause", "give a number"),
        ({"fair": 1}, "/parameters/fair", "give true or false"),
        ({"drink": "milk"}, "/parameters/drink", "give one of tea, coffee"),
        ({"drink": "a\nb"}, "/parameters/drink", "give a text of one line, 1 to 500 characters"),
        ({"drink": ["tea"]}, "/parameters/drink", "give a text of one line, 1 to 500 characters"),
        ({"n": 3}, "/parameters/n", "there is no parameter `n`; did you mean `N`?"),
    ],
)
def test_what_cannot_be_chosen(parameters: dict[str, Any], pointer: str, detail: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        bind(FOUND, parameters)
    (found,) = caught.value.problems
    name = "" if found.code == "unknown-parameter" else f"`{pointer.removeprefix('/parameters/')}`: "
    assert (found.pointer, found.detail) == (pointer, name + detail)


@pytest.mark.parametrize("seed", [-1, 2**53, True, 1.0, "1"])
def test_what_is_no_seed(seed: Any) -> None:
    with pytest.raises(ScenarioError) as caught:
        bind(FOUND, seed=seed)
    assert caught.value.problems[0].pointer == "/seed"


@pytest.mark.parametrize(
    ("parameter", "pointer"),
    [
        ({"default": 1, "minimum": 2}, "/default"),
        ({"default": 1, "minimum": 2, "maximum": 1}, "/minimum"),
        ({"default": "a", "minimum": 2}, ""),
        ({"default": True, "maximum": 2}, ""),
        ({"default": "a", "choices": ["b"]}, "/default"),
        ({"default": 1, "choices": [1, "b"]}, "/choices/1"),
    ],
)
def test_parameters_that_contradict_themselves(parameter: dict[str, Any], pointer: str) -> None:
    _, problems = bind_leniently(read_scenario(scenario(parameters={"p": parameter})), {})
    assert [each.pointer for each in problems] == [f"/parameters/p{pointer}"]


@pytest.mark.parametrize("count", ["N * 100", "0", "N / 2", "M", "index", "'a'", "1 // 0", "N > 1", "randint(1, 2)"])
def test_counts_that_come_out_wrong(count: str) -> None:
    data = scenario(parameters={"N": 3}, workers={"w": {"count": count, "steps": []}})
    bound, problems = bind_leniently(read_scenario(data), {})
    assert [each.pointer for each in problems] == ["/workers/w/count"]
    assert bound.worker_counts == {"w": 1}
