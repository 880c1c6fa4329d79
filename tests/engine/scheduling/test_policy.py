"""What every policy has in common."""

import pytest

from engine.scheduling.registry import POLICIES
from engine.scheduling.texts import RULES
from tests.engine.scheduling.worked import compute, order

JOBS = "A 0 3 2, B 1 1+2io+4 1, C 1 5 3, D 6 2 1"


@pytest.mark.parametrize("policy", POLICIES)
def test_every_decision_has_its_reason_and_every_choice_its_rule(policy: str) -> None:
    body = compute(policy, JOBS)
    assert body["decisions"]
    assert all(step["reason"]["text"].endswith(".") and "{" not in step["reason"]["text"] for step in body["decisions"])
    assert {rule["id"] for rule in body["rules"]} <= set(RULES)
    assert len(body["rules"]) >= 4


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_keeps_nothing_from_one_schedule_to_the_next(policy: str) -> None:
    assert compute(policy, JOBS) == compute(policy, JOBS)


@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_serves_several_cpus(policy: str) -> None:
    body = compute(policy, JOBS, cpus=2)
    assert {bar["cpu"] for bar in body["gantt"]} == {0, 1}
    assert len(order(body)) == 15
