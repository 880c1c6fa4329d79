"""Expectations."""

import pytest
from pydantic import TypeAdapter, ValidationError

from engine.scenario import examples
from engine.scenario.expectations import MODELS, VERBS, AnyExpectation, Expectation

adapter: TypeAdapter[Expectation] = TypeAdapter(AnyExpectation)


def test_each_verb_has_its_model() -> None:
    assert set(examples.EXPECTATIONS) == set(MODELS) == set(VERBS.values())
    for verb, shown in examples.EXPECTATIONS.items():
        for data in shown:
            assert type(adapter.validate_python(data, by_alias=True, by_name=False)) is MODELS[verb]


@pytest.mark.parametrize("verb", ["final", "happens", "inside", "blocked"])
def test_a_number_is_compared_with_something(verb: str) -> None:
    with pytest.raises(ValidationError, match="say what it should be"):
        adapter.validate_python({verb: "a"})
    adapter.validate_python({verb: "a", "at_most": 1}, by_alias=True)


@pytest.mark.parametrize(
    "data",
    [
        {"finishes": 1},
        {"finding": "Lost Update"},
        {"order": ["a"]},
        {"final": "a[b]", "is": 1},
        {"final": "a", "is": []},
        {"prints": "a", "times": -1},
        {"exit_code": 1000},
        {"blocked": "a b", "at_most": 1},
        {"deadlocks": True, "finishes": True},
    ],
)
def test_what_is_no_expectation_is_told_once(data: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(data, by_alias=True)
    assert len(caught.value.errors()) == 1


def test_the_main_worker_can_be_meant() -> None:
    adapter.validate_python({"happens": "a", "by": "main", "is": 1}, by_alias=True)
