"""The scheduling page is told every policy and every knob, with the defaults that the engine computes with."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from app.schedule_facts import schedule_facts
from engine.scheduling.job import Job
from engine.scheduling.knobs import EVERY, KNOBS
from engine.scheduling.order import shown
from engine.scheduling.registry import POLICIES
from engine.scheduling.schedule import Plan

MESSAGES = Path(__file__).parent.parent.parent / "static" / "messages"


def test_every_policy_is_told_with_the_defaults_that_count() -> None:
    facts = schedule_facts()
    told = {one["name"]: one["knobs"] for one in facts["policies"]}  # type: ignore[attr-defined]
    assert list(told) == list(POLICIES)
    job = Job(name="A", arrival=Fraction(0), bursts=(Fraction(1),))
    for name, knobs in told.items():
        values = Plan(policy=name, jobs=[job], given={}).values()
        assert {**knobs, **facts["machine"]} == {knob: shown(value) for knob, value in values.items()}, name  # type: ignore[dict-item]


def test_the_facts_are_json_and_name_every_knob() -> None:
    facts = json.loads(json.dumps(schedule_facts()))
    assert facts["order"] == list(KNOBS)
    assert set(facts["knobs"]) == set(KNOBS)
    assert set(facts["machine"]) == set(EVERY)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_policy_and_every_knob_has_its_words(language: str) -> None:
    texts = json.loads((MESSAGES / f"{language}.json").read_text("utf-8"))
    wanted = {f"schedule.policy.{name}" for name in POLICIES}
    wanted |= {f"schedule.knob.{name}" for name in KNOBS} | {f"schedule.knob.{name}.hint" for name in KNOBS}
    assert wanted - set(texts) == set()
