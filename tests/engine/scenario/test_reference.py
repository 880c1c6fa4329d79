"""The reference page names everything that there is."""

from engine.scenario import expectations, reference, resources, steps, words

PAGE = reference.reference()


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
