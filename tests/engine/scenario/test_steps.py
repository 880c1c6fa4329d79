"""Steps."""

import pytest
from pydantic import TypeAdapter, ValidationError

from engine.scenario import examples
from engine.scenario.steps import MODELS, VERBS, Action, Step

adapter: TypeAdapter[Action] = TypeAdapter(Step)


def test_each_verb_has_its_model() -> None:
    assert set(examples.STEPS) == set(MODELS) == set(VERBS.values())
    for verb, shown in examples.STEPS.items():
        for data in shown:
            assert type(adapter.validate_python(data, by_alias=True, by_name=False)) is MODELS[verb]


def test_no_option_has_the_name_of_a_verb() -> None:
    for verb, model in MODELS.items():
        options = {field.alias or name for name, field in model.model_fields.items()} - {verb}
        assert not options & set(MODELS), verb


@pytest.mark.parametrize(
    "data",
    [
        {"acquire": "a", "timeout": -1},
        {"acquire": "a", "otherwise": []},
        {"with": [], "steps": []},
        {"with": ["a", 1], "steps": []},
        {"repeat": "for ever", "steps": []},
        {"repeat": 1.5, "steps": []},
        {"choose": [{"steps": []}]},
        {"choose": [{"steps": [], "weight": 0}, {"steps": []}]},
        {"notify": "a", "count": 0},
        {"let": {}},
        {"leave": "room"},
        {"for": "a", "in": {}, "steps": []},
        {"print": "{"},
    ],
)
def test_what_is_no_step_is_told_once(data: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(data, by_alias=True, by_name=False)
    assert len(caught.value.errors()) == 1


def test_a_list_of_steps_is_bounded() -> None:
    with pytest.raises(ValidationError):
        adapter.validate_python({"repeat": 1, "steps": [{"sleep": 0}] * 501})
