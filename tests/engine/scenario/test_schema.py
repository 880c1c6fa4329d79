"""The JSON Schema: it agrees with the models, and an editor can use it."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from engine.errors import ScenarioError
from engine.scenario import examples, expectations, steps
from engine.scenario.reading import read_scenario
from engine.scenario.schema import OPTIONS, SCHEMA_ID, described, json_schema
from tests.engine.scenario.samples import PHILOSOPHERS, scenario

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_it_is_a_schema_at_its_own_address() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == SCHEMA_ID
    assert not SCHEMA_ID.startswith("http")
    assert len(json.dumps(SCHEMA)) < 64 * 1024
    assert SCHEMA["$defs"]["Steps"]["maxItems"] == steps.MAX_STEPS


GOOD: list[Any] = [
    yaml.safe_load(PHILOSOPHERS),
    yaml.safe_load(examples.SCENARIO),
    scenario(*[step for shown in examples.STEPS.values() for step in shown]),
    scenario(expect=[each for shown in examples.EXPECTATIONS.values() for each in shown]),
    scenario(resources={f"r{number}": each for number, each in enumerate(each for shown in examples.RESOURCES.values() for each in shown)}),
    scenario(parameters={"N": {"default": 1, "choices": [1, 2], "minimum": 0}, "M": "text", "b": True}),
    scenario(title={"en": "a", "zh-CN": "甲"}, about="x", limits={"seconds": 1.5}),
    {"lockstep": 1, "title": "t", "program": "print(1)", "data": True},
    {"lockstep": 1, "title": "t", "lesson": "sentinels", "args": ["N", 3]},
    scenario({"put": "q", "item": None}, {"acquire": "a", "timeout": None, "else": None}),
]
BAD: list[Any] = [
    [],
    {},
    {"lockstep": 1, "title": "t"},
    {"lockstep": 2, "title": "t", "program": ""},
    scenario(title=None),
    scenario(title={"zh-CN": "甲"}),
    scenario(other=1),
    scenario(workers={}),
    scenario(workers={"1a": {"steps": []}}),
    scenario(workers={"a" * 61: {"steps": []}}),
    scenario(workers={"a": {}}),
    scenario(workers={"a": {"steps": [], "kind": "fiber"}}),
    scenario(workers={"a": {"steps": [], "priority": 20}}),
    scenario(resources={"a": {"kind": "lok"}}),
    scenario(resources={"a": {"kind": "lock", "count": 0}}),
    scenario(resources={"a": {"kind": "barrier"}}),
    scenario(resources={"a": {"kind": "lock", "size": 1}}),
    scenario(parameters={"a": []}),
    scenario(parameters={"a": {"default": 1, "choices": []}}),
    scenario(limits={"seconds": 0}),
    scenario(seed=-1),
    scenario({}),
    scenario({"acquire": "a", "timout": 1}),
    scenario({"acquire": "a", "release": "a"}),
    scenario({"acquire": 1}),
    scenario({"sleep": -1}),
    scenario({"sleep": True}),
    scenario({"repeat": 1}),
    scenario({"with": [], "steps": []}),
    scenario({"let": {}}),
    scenario({"choose": [{"steps": []}]}),
    scenario({"choose": [{"steps": [], "weight": 0}, {"steps": []}]}),
    scenario({"leave": "room"}),
    scenario(expect=[{"final": "a"}]),
    scenario(expect=[{"finding": "Bad One"}]),
    scenario(expect=[{"order": ["a"]}]),
    scenario(expect=[{"finishes": 1}]),
    scenario(expect=[{"exit_code": 999}]),
]


@pytest.mark.parametrize("data", GOOD)
def test_what_is_good_is_good_to_both(data: Any) -> None:
    read_scenario(data)
    assert list(VALIDATOR.iter_errors(data)) == []


def test_the_library_is_good_to_both() -> None:
    texts = [path.read_text("utf-8") for path in sorted((Path(__file__).parents[3] / "app" / "scenarios").glob("*.yaml"))]
    assert texts
    for text in texts:
        assert VALIDATOR.is_valid(yaml.safe_load(text)), text[:200]
        read_scenario(text)


@pytest.mark.parametrize("data", BAD)
def test_what_is_bad_is_bad_to_both(data: Any) -> None:
    with pytest.raises(ScenarioError):
        read_scenario(data)
    assert not VALIDATOR.is_valid(data)


def test_each_verb_is_a_definition_that_an_editor_can_complete() -> None:
    for models in (steps.MODELS, expectations.MODELS):
        for verb, model in models.items():
            definition = SCHEMA["$defs"][model.__name__]
            assert definition["title"] == verb
            assert verb in definition["required"]
            assert definition["additionalProperties"] is False
            assert definition["description"]
            assert definition["examples"]
            assert next(iter(definition["properties"])) == verb
            assert all(piece.get("description") for piece in definition["properties"].values()), verb


def test_every_option_is_described() -> None:
    options = set()
    for name, definition in {"Scenario": SCHEMA, **SCHEMA["$defs"]}.items():
        for option, piece in definition.get("properties", {}).items():
            options.add(option)
            assert piece.get("description") or "$ref" in piece, (name, option)
    assert set(OPTIONS) <= options


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(SCHEMA)
    used = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert used <= set(SCHEMA["$defs"])
    assert set(SCHEMA["$defs"]) - used <= {"Text"}


def test_descriptions_are_found_wherever_they_stand() -> None:
    assert list(described({"description": "a", "anyOf": [{"description": "b"}], "properties": {"description": {"description": "c"}}})) == [
        "a",
        "b",
        "c",
    ]
