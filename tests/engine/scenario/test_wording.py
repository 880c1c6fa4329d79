"""What pydantic finds, in our words."""

from typing import Any

import pytest

from engine.errors import ScenarioError
from engine.scenario import expectations, resources, steps
from engine.scenario.document import Limits, Procedure, Worker
from engine.scenario.problems import problem
from engine.scenario.reading import read_scenario
from engine.scenario.sentences import say
from engine.scenario.wording import MEANT, MEANT_OPTIONS, lines_added
from tests.engine.scenario.samples import scenario


def told(data: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(data)
    return [(each.pointer, each.code, each.detail) for each in caught.value.problems]


STEP = "/workers/w/steps/0"


@pytest.mark.parametrize(
    ("step", "pointer", "code", "detail"),
    [
        ({"acquire": "a", "timout": 3}, "/timout", "unknown-member", "`timout` is no option of acquire; did you mean `timeout`?"),
        (
            {"acquire": "a", "otherwise": []},
            "/otherwise",
            "unknown-member",
            "`otherwise` is no option of acquire; there are timeout, else, into",
        ),
        ({"put": "q", "value": 3}, "/value", "unknown-member", "`value` is no option of put; did you mean `item`?"),
        ({"acquire": {"lock": "a"}}, "/acquire", "wrong-type", "give a text; its options stand beside `acquire`, not in it"),
        (
            {"put": "q", "item": [1]},
            "/item",
            "wrong-type",
            'give a number, true, false, null or an expression; a list is written in quotes: "[1, 2]"',
        ),
        ({"get": "q", "into": "an-item"}, "/into", "bad-name", "a name has letters, digits and _, and a letter comes first, as `an_item`"),
        ({"acquire": 3}, "/acquire", "wrong-type", "give a text"),
        ({"lock": "a"}, "", "unknown-verb", "`lock` is no verb of a step; did you mean `acquire`?"),
        ({"aquire": "a"}, "", "unknown-verb", "`aquire` is no verb of a step; did you mean `acquire`?"),
        ({"xyzzy": "a"}, "", "unknown-verb", "`xyzzy` is no verb of a step"),
        ({}, "", "unknown-verb", "a step needs a verb, as {acquire: lock}"),
        (3, "", "no-object", "a step is an object, as {acquire: lock}"),
        ({"put": "q", "get": "q"}, "", "two-verbs", "a step says one thing; this one has `put`, `get`"),
        ({"with": "a"}, "/steps", "missing", "`steps` is missing"),
        ({"with": ["a", "b c"], "steps": []}, "/with/1", "bad-reference", "give a name, as `lock`, or one of several, as `fork[index]`"),
        ({"leave": "lop"}, "/leave", "unknown-word", "give `loop` or `worker`; did you mean `loop`?"),
        ({"sleep": -1}, "/sleep", "out-of-range", "give a number from 0 to 3600"),
        (
            {"repeat": "x y", "steps": []},
            "/repeat",
            "bad-expression",
            "this is no expression; a text is written with quotes inside: \"'done'\"",
        ),
        ({"repeat": None, "steps": []}, "/repeat", "wrong-type", "give a whole number, an expression or `forever`"),
        ({"let": {"if": 1}}, "/let/if", "reserved-name", "`if` has a meaning of its own; choose another name"),
        ({"let": {"a b": 1}}, "/let/a b", "bad-name", "a name has letters, digits and _, and a letter comes first, as `a_b`"),
        ({"print": "a{"}, "/print", "bad-text", "a brace stands alone; write {{ or }} for a brace itself"),
        ({"choose": [{"steps": []}, {"step": []}]}, "/choose/1/steps", "missing", "`steps` is missing"),
    ],
)
def test_a_step_that_is_none(step: Any, pointer: str, code: str, detail: str) -> None:
    assert told(scenario(step))[0] == (STEP + pointer, code, detail)


@pytest.mark.parametrize(
    ("members", "pointer", "detail"),
    [
        ({"resource": {}}, "/resource", "`resource` is no option of a scenario; did you mean `resources`?"),
        ({"expect": [{"final": "a", "equals": 1}]}, "/expect/0/equals", "`equals` is no option of final; did you mean `is`?"),
        ({"workers": {"a": {"type": "thread", "steps": []}}}, "/workers/a/type", "`type` is no option of a worker; did you mean `kind`?"),
        ({"resources": {"a": {"kind": "lok"}}}, "/resources/a", "`lok` is no kind of resource; did you mean `lock`?"),
        ({"resources": {"a": {}}}, "/resources/a", "`kind` is missing; it says what this is"),
        ({"resources": {"a": {"kind": "lock", "lock": 1, "count": 0}}}, "/resources/a/count", "give a whole number from 1 to 100"),
        ({"resources": {"a": {"kind": "queue", "siz": 1}}}, "/resources/a/siz", "`siz` is no option of a queue; did you mean `size`?"),
        ({"parameters": {"a": {"defalt": 1}}}, "/parameters/a/default", "`default` is missing"),
        ({"parameters": {"a": []}}, "/parameters/a", "give a number, true, false or a text"),
        ({"workers": {"a": {"steps": {}}}}, "/workers/a/steps", "give a list"),
        ({"workers": {"a": []}}, "/workers/a", "give an object"),
        ({"limits": {"second": 3}}, "/limits/second", "`second` is no option of limits; did you mean `seconds`?"),
        ({"limits": {"seconds": 0}}, "/limits/seconds", "give a number greater than 0"),
        ({"title": {"de": "x"}}, "/title/en", "`en` is missing"),
        ({"lockstep": 2}, "/lockstep", "this must be 1"),
        ({"seed": True}, "/seed", "give a whole number"),
        ({"expect": [{"finish": True}]}, "/expect/0", "`finish` is no verb of an expectation; did you mean `finishes`?"),
        (
            {"expect": [{"finding": "Bad"}]},
            "/expect/0/finding",
            "a kind of finding is written in small letters and hyphens, as lost-update",
        ),
        ({"expect": [{"final": "a"}]}, "/expect/0", "say what it should be: `is`, `at_least` or `at_most`"),
        ({"expect": [{"final": "a b", "is": 1}]}, "/expect/0/final", "give a name, as `counter`, or one of several, as `cups[0]`"),
        ({"main": {}}, "/main", "give a list"),
        ({"expect": [{"finishes": "yes"}]}, "/expect/0/finishes", "give true or false"),
    ],
)
def test_a_member_that_is_none(members: dict[str, Any], pointer: str, detail: str) -> None:
    where, _, what = told(scenario(**members))[0]
    assert (where, what) == (pointer, detail)


def test_ten_problems_are_told_and_all_are_counted() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(scenario(*[{"sleep": -1}] * 25))
    assert (len(caught.value.problems), caught.value.count) == (10, 25)


def test_what_was_meant_is_a_verb() -> None:
    assert set(MEANT.values()) <= {*steps.MODELS, *expectations.MODELS}
    assert not set(MEANT) & {*steps.MODELS, *expectations.MODELS}


def test_what_was_meant_is_an_option_of_something() -> None:
    models = [*steps.MODELS.values(), *expectations.MODELS.values(), *resources.MODELS.values(), Worker, Procedure, Limits]
    options = {field.alias or name for model in models for name, field in model.model_fields.items()}
    assert set(MEANT_OPTIONS.values()) <= options


def test_a_problem_without_a_place_in_the_text_gets_the_nearest_around_it() -> None:
    places = {"": (1, 1), "/a": (2, 1)}
    found = list(lines_added([problem(place, "x", say("detail.empty")) for place in ("/a/b/c", "/d")], places))
    assert [(each.line, each.column) for each in found] == [(2, 1), (1, 1)]
