"""Walks over steps."""

from engine.scenario import steps
from engine.scenario.examples import STEPS
from engine.scenario.reading import read_scenario
from engine.scenario.walking import REFERENCES, Site, expressions_of, names_given, references_of, walk
from tests.engine.scenario.samples import scenario


def sites(*data: dict[str, object]) -> list[Site]:
    return list(walk(read_scenario(scenario(*data)).workers["w"].steps, ("x",)))


def test_nested_steps_in_the_documents_order() -> None:
    found = sites(
        {"choose": [{"steps": [{"mark": "a"}]}, {"steps": [{"mark": "b"}]}]},
        {"if": "seed", "then": [{"repeat": 2, "steps": [{"mark": "c"}]}], "else": [{"mark": "d"}]},
    )
    assert ["/".join(map(str, site.place)) for site in found] == [
        "x/0",
        "x/0/choose/0/steps/0",
        "x/0/choose/1/steps/0",
        "x/1",
        "x/1/then/0",
        "x/1/then/0/steps/0",
        "x/1/else/0",
    ]
    assert [type(step).__name__ for step in found[5].around] == ["If", "Repeat"]


def test_references_have_their_place_and_what_is_wanted() -> None:
    (site,) = sites({"with": ["a", "b[0]"], "steps": []})
    assert [(mention.place, mention.text) for mention in references_of(site)] == [(("x", 0, "with", 0), "a"), (("x", 0, "with", 1), "b[0]")]
    (site,) = sites({"submit": "cook", "to": "kitchen"})
    assert [(mention.place[-1], mention.wanted) for mention in references_of(site)] == [("to", ("pool",))]


def test_expressions_have_their_place() -> None:
    (site,) = sites({"print": "{me} has {n + 1}"})
    assert [(mention.place[-1], mention.text) for mention in expressions_of(site)] == [("print", "me"), ("print", "n + 1")]
    (site,) = sites({"for": "x", "in": ["'a'", 2, "n"], "steps": []})
    assert [(mention.place[-2:], mention.text) for mention in expressions_of(site)] == [(("in", 0), "'a'"), (("in", 2), "n")]
    (site,) = sites({"let": {"a": "b", "c": 1}})
    assert [(mention.place[-2:], mention.text) for mention in expressions_of(site)] == [(("let", "a"), "b")]
    (site,) = sites({"notify": "a", "count": "all"})
    assert not list(expressions_of(site))


def test_names_that_steps_give() -> None:
    given = {
        verb: [name for data in shown for site in sites(data)[:1] for name, _ in names_given(site.step)] for verb, shown in STEPS.items()
    }
    assert {verb: names for verb, names in given.items() if names} == {
        "get": ["order"],
        "recv": ["message"],
        "read": ["seen"],
        "let": ["left", "right"],
        "submit": ["dish"],
        "result": ["meal"],
        "call": ["meal"],
        "repeat": ["turn"],
        "for": ["letter"],
    }


def test_every_field_that_refers_or_computes_is_walked() -> None:
    """A verb that is added later is not forgotten here: each field's type says what it is."""
    for model in steps.MODELS.values():
        for name, field in model.model_fields.items():
            text = str(field.annotation) + str(field.metadata)
            if "split_reference" in text and model is not steps.Result:
                assert REFERENCES[model][0] == name, (model, name)
