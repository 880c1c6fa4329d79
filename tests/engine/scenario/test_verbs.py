"""One verb for each step."""

import pytest
from pydantic_core import PydanticCustomError

from engine.scenario.steps import MODELS, Mark
from engine.scenario.verbs import demand_one_verb, form_of, tag_of

check = demand_one_verb("detail.what.step", "{acquire: lock}", lambda: MODELS)


def test_data_and_models_have_tags() -> None:
    assert tag_of({"note": "x", "mark": "y"}, MODELS) == tag_of(Mark(mark="y"), MODELS) == "verb:mark"
    assert tag_of({"note": "x"}, MODELS) is None


def test_one_verb_passes() -> None:
    assert check({"mark": "x"}) == {"mark": "x"}
    assert check(Mark(mark="x")) == Mark(mark="x")


@pytest.mark.parametrize(("data", "kind"), [([], "no_object"), ({}, "unknown_verb"), ({"mark": "a", "print": "b"}, "two_verbs")])
def test_anything_else_does_not(data: object, kind: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        check(data)
    assert caught.value.type == kind


def test_one_or_many() -> None:
    assert [form_of([]), form_of("a")] == ["form:many", "form:one"]
