"""What the editor of scenarios is told besides the schema."""

from app.scenario_facts import scenario_facts
from engine.findings.kinds import KINDS
from engine.scenario.schema import described, json_schema


def test_each_option_that_names_something_is_one_of_the_schema() -> None:
    facts = scenario_facts()
    options = {name for definition in json_schema()["$defs"].values() for name in definition.get("properties", {})}
    assert set(facts["references"]) <= options
    assert facts["references"]["acquire"] == ["lock", "rlock", "semaphore", "condition"]
    assert facts["references"]["to"] == ["pool"]
    assert {"with", "try"} <= set(facts["references"])  # by their names in the language, not in Python


def test_findings_and_words_of_expressions_are_told() -> None:
    facts = scenario_facts()
    assert facts["findings"] == list(KINDS)
    assert "index" in facts["given"]
    assert "randint" in facts["functions"]


def test_what_is_told_while_one_types_is_there_in_chinese() -> None:
    facts = scenario_facts()
    told = {*facts["functions"].values(), *facts["given"].values(), *described(json_schema())}
    assert told == set(facts["chinese"])
    assert facts["chinese"]["the largest"] == "最大的"
