"""The library of scenarios: all there, all whole, in order."""

import pytest

from app.library import Library
from app.messages import LANGUAGES
from app.scenario_library import ScenarioLibrary
from app.settings import PACKAGE
from engine.errors import ScenarioError

SCENARIOS = ScenarioLibrary(PACKAGE / "scenarios", Library.load(PACKAGE / "lessons"))


def test_every_file_is_in_the_order_and_every_scenario_is_whole() -> None:
    assert {entry.id for entry in SCENARIOS.all()} == {path.stem for path in (PACKAGE / "scenarios").glob("*.yaml")}
    for entry in SCENARIOS.all():
        titles = {entry.title(language) for language in LANGUAGES}
        assert len(titles) == len(LANGUAGES), entry.id
        assert all(entry.about(language) for language in LANGUAGES), entry.id
        assert entry.scenario.expect, entry.id
        assert SCENARIOS.prepare(entry.source).scenario.lesson is None


def test_groups_hold_everything_in_order() -> None:
    grouped = [entry for entries in SCENARIOS.groups().values() for entry in entries]
    assert grouped == list(SCENARIOS.all())
    assert SCENARIOS.get("water") in SCENARIOS.groups()["classics"]
    assert SCENARIOS.get("nothing") is None


def test_a_scenario_may_name_an_example_of_ours_and_no_other() -> None:
    bound = SCENARIOS.prepare({"lockstep": 1, "title": "x", "lesson": "deadlock"})
    assert "threading" in (bound.scenario.program or "")
    with pytest.raises(ScenarioError, match="no example"):
        SCENARIOS.prepare({"lockstep": 1, "title": "x", "lesson": "nothing"})
