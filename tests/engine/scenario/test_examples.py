"""The examples are read by the tests of what they show; here that the program of the page runs as a whole is known to be right."""

from engine.scenario import examples, expectations, resources, steps
from engine.scenario.checking import problems_of
from engine.scenario.reading import read_scenario


def test_everything_has_an_example() -> None:
    assert list(examples.STEPS) == list(steps.MODELS)
    assert list(examples.EXPECTATIONS) == list(expectations.MODELS)
    assert list(examples.RESOURCES) == list(resources.MODELS)


def test_the_scenario_has_no_problem() -> None:
    assert problems_of(read_scenario(examples.SCENARIO)) == []
