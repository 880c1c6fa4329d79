"""What a value should be, and what can be said of one that may have grown."""

import pytest

from engine.scenario.binding import bind
from engine.scenario.expectations import Happens
from engine.scenario.reading import read_scenario
from engine.scenario.verdict.answers import Outcome
from engine.scenario.verdict.wanted import Growth, Wanted, spell, wanted_by
from tests.engine.scenario.verdict.court import scenario_of

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("wanted", "value", "final", "later", "unseen"),
    [
        (Wanted(equals=2), 1, FAILED, UNKNOWN, UNKNOWN),
        (Wanted(equals=2), 2, PASSED, PASSED, UNKNOWN),
        (Wanted(equals=2), 3, FAILED, FAILED, FAILED),
        (Wanted(at_least=2), 1, FAILED, UNKNOWN, UNKNOWN),
        (Wanted(at_least=2), 2, PASSED, PASSED, PASSED),
        (Wanted(at_most=2), 2, PASSED, PASSED, UNKNOWN),
        (Wanted(at_most=2), 3, FAILED, FAILED, FAILED),
        (Wanted(at_least=1, at_most=2), 0, FAILED, UNKNOWN, UNKNOWN),
        (Wanted(equals="done"), "done", PASSED, PASSED, PASSED),
        (Wanted(equals="done"), 3, FAILED, FAILED, FAILED),
        (Wanted(at_least=1), "done", FAILED, FAILED, FAILED),
    ],
)
def test_what_may_have_grown_is_judged_by_what_is_certain(
    wanted: Wanted, value: object, final: Outcome, later: Outcome, unseen: Outcome
) -> None:
    assert [wanted.judge(value, growth) for growth in Growth] == [final, later, unseen]


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (Wanted(equals=3), "= 3"),
        (Wanted(at_least=1), "≥ 1"),
        (Wanted(at_most=0.5), "≤ 0.5"),
        (Wanted(at_least=1, at_most=3), "1 … 3"),
        (Wanted(equals=False), "= False"),
    ],
)
def test_it_is_spelled_with_signs(wanted: Wanted, text: str) -> None:
    assert wanted.text == text


def test_a_float_is_spelled_without_the_noise_of_its_last_digits() -> None:
    assert [spell(value) for value in (0.1 + 0.2, 2.0, 3, "x")] == ["0.3", "2", "3", "x"]


def test_an_expression_is_computed_from_the_parameters() -> None:
    bound = bind(read_scenario(scenario_of() | {"parameters": {"COOKS": 3}}))

    assert wanted_by(Happens(happens="x", at_least="COOKS * 2", at_most=9), bound) == Wanted(at_least=6, at_most=9)
    with pytest.raises(ValueError, match="no number"):
        wanted_by(Happens(happens="x", at_least="'x'"), bound)
