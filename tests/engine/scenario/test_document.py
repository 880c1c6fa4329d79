"""The document as a whole."""

import pytest
from pydantic import ValidationError

from engine.scenario.binding import bind
from engine.scenario.document import Parameter, Scenario
from engine.scenario.translate.translation import translate
from tests.engine.scenario.samples import scenario


def test_a_parameter_in_its_long_form() -> None:
    found = Scenario.model_validate(scenario(parameters={"N": 3, "M": {"default": 2, "maximum": 4}}))
    assert found.parameter("N") == Parameter(default=3)
    assert found.parameter("M").maximum == 4


def test_workers_or_a_program() -> None:
    Scenario.model_validate(scenario(workers={}, program="print(1)"))
    with pytest.raises(ValidationError, match="give `workers`"):
        Scenario.model_validate(scenario(workers={}))
    with pytest.raises(ValidationError, match="give either"):
        Scenario.model_validate(scenario(program="print(1)"))
    with pytest.raises(ValidationError, match="give either"):
        Scenario.model_validate(scenario(workers={}, program="print(1)", resources={"a": {"kind": "lock"}}))


def test_the_main_worker_may_do_all_alone() -> None:
    alone = Scenario.model_validate(scenario(workers={}, main=[{"mark": "done"}]))
    assert alone.has_steps
    assert "print" in translate(bind(alone)).source
    with pytest.raises(ValidationError, match="give either"):
        Scenario.model_validate(scenario(workers={}, main=[{"mark": "done"}], program="print(1)"))


def test_a_parameter_is_told_wrong_once() -> None:
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate(scenario(parameters={"N": [], "M": {"default": None}}))
    assert len(caught.value.errors()) == 2


def test_data_that_was_read_cannot_change() -> None:
    found = Scenario.model_validate(scenario())
    with pytest.raises(ValidationError):
        found.seed = 2  # type: ignore[misc]
