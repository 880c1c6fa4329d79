"""Runs that have expectations: what is kept of them, and what follows from that."""

import pytest

from app.library import Library
from app.problems import MAX_DETAILS, Problem
from app.runs import Order
from app.scenario_library import ScenarioLibrary
from app.scripts import Script, document_of, prepared, program_name, reseeded
from app.settings import DEFAULT_LIMITS, PACKAGE

SCENARIOS = ScenarioLibrary(PACKAGE / "scenarios", Library.load(PACKAGE / "lessons"))
STEPS = {"lockstep": 1, "title": "Two steps!", "workers": {"eater": {"steps": [{"choose": [{"steps": []}, {"steps": []}]}]}}}


def test_a_script_survives_being_kept() -> None:
    script = Script.of(STEPS, {"n": 1}, title="Two steps!")
    assert Script.from_json(script.to_json()) == script
    assert prepared(script.document, {}, None, scenarios=SCENARIOS).scenario.title == "Two steps!"


def test_a_scenario_is_named_by_its_id_or_given() -> None:
    assert "hydrogen" in str(document_of("water", SCENARIOS))
    assert document_of("lockstep: 1", SCENARIOS) == "lockstep: 1"
    assert document_of(STEPS, SCENARIOS) is STEPS
    with pytest.raises(Problem, match="no scenario 'wine'"):
        document_of("wine", SCENARIOS)


def test_problems_point_into_the_request() -> None:
    with pytest.raises(Problem) as caught:
        prepared("lockstep: 1\ntitle: x\nworkers: {a: {steps: [{slep: 1}]}}", {}, None, scenarios=SCENARIOS)
    (error,) = caught.value.errors
    assert (error.pointer, error.code, error.line) == ("/scenario/workers/a/steps/0", "unknown-verb", 3)
    with pytest.raises(Problem) as chosen:
        prepared(STEPS, {"speed": 1}, -1, scenarios=SCENARIOS)
    assert {error.pointer for error in chosen.value.errors} == {"/parameters/speed", "/seed"}


def test_many_problems_make_a_short_answer() -> None:
    bad = {**STEPS, "workers": {f"w{n}": {"steps": [{"acquire": "x" * 150}]} for n in range(40)}}
    with pytest.raises(Problem) as caught:
        prepared(bad, {}, None, scenarios=SCENARIOS)
    assert caught.value.error_count == 40
    assert len(caught.value.errors) <= MAX_DETAILS
    assert len(caught.value.body()) <= 4096


def test_another_seed_makes_another_program_of_a_scenario_and_none_of_another_one() -> None:
    bound = prepared(STEPS, {}, 3, scenarios=SCENARIOS)
    assert program_name(bound) == "two_steps.py"
    order = Order(program="x.py", source="", args=(), stdin="", limits=DEFAULT_LIMITS, script=Script.of(STEPS, {}, title="x").to_json())
    assert "SEED = 4" in reseeded(order, 4, scenarios=SCENARIOS).source
    plain = Order(program="x.py", source="pass", args=(), stdin="", limits=DEFAULT_LIMITS)
    assert (reseeded(plain, 4, scenarios=SCENARIOS).source, reseeded(plain, 4, scenarios=SCENARIOS).seed) == ("pass", 4)
