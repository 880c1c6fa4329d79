"""The reference page names everything that there is."""

import re

from engine.scenario import expectations, reference, resources, steps, words
from engine.scenario.schema import described, json_schema

PAGE = reference.reference()
GAP = re.compile(r"\{\w+\}")


def test_every_verb_is_in_one_group() -> None:
    verbs = [verb for _, group in reference.GROUPS for verb in group]
    assert sorted(verbs) == sorted(steps.MODELS)


def test_functions_and_given_names_are_all_told() -> None:
    assert set(reference.FUNCTIONS) == words.FUNCTIONS
    assert set(reference.GIVEN) == words.GIVEN


def test_the_page_has_each_verb_with_its_options_and_an_example() -> None:
    for verb, model in (*steps.MODELS.items(), *expectations.MODELS.items()):
        part = PAGE.split(f"# `{verb}`\n", 1)[1].split("\n#", 1)[0]
        for name, field in model.model_fields.items():
            if name not in ("note", "because"):
                assert f"| `{field.alias or name}` |" in part, (verb, name)
        assert "```yaml" in part
    for kind in resources.MODELS:
        assert f"`{kind}`" in PAGE


def test_the_tables_are_whole() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("|")]
    assert len(rows) > 100
    assert all(line.endswith("|") for line in rows)


def test_each_text_of_the_page_and_of_the_schema_is_there_in_chinese_with_the_same_gaps_and_no_other_is() -> None:
    asked: list[str] = []

    def say(text: str) -> str:
        asked.append(text)
        return text

    assert reference.page(say) == PAGE
    assert {*asked, *described(json_schema())} == set(reference.translations())
    for text in asked:
        assert GAP.findall(text) == GAP.findall(reference.translations()[text]), text


def test_the_chinese_page_has_the_same_headings_and_examples() -> None:
    chinese = reference.reference("zh-CN")
    for pattern in (r"^#+ `.*", r"(?s)```yaml.*?```"):
        assert re.findall(pattern, chinese, re.MULTILINE) == re.findall(pattern, PAGE, re.MULTILINE)
    assert "| `timeout` | 秒数 | 等待这么多秒后放弃；0 表示不等待 |  |" in chinese
