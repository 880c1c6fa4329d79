"""Each expectation as a sentence."""

from typing import Any

import pytest

from tests.engine.scenario.verdict.court import Court

SENTENCES = {
    "The program comes to its own end.": {"finishes": True},
    "The program comes to its own end within 0.5 s.": {"finishes": True, "within": "HALF"},
    "The program does not come to its end.": {"finishes": False},
    "There is a deadlock.": {"deadlocks": True},
    "There is no deadlock.": {"deadlocks": False},
    "Lockstep finds: starvation.": {"finding": "starvation"},
    "Lockstep does not find, about cook: starvation.": {"finding": "starvation", "present": False, "worker": "cook"},
    "Lockstep finds no error and nothing to warn of.": {"finding": "any", "present": False},
    "Lockstep finds an error of cook, or something to warn of.": {"finding": "any", "worker": "cook"},
    "The program ends with exit code 3.": {"exit_code": 3},
    "It prints “x”.": {"prints": "x"},
    "It prints lines with “x”: = 2.": {"prints": "x", "times": 2},
    "At the end, counter = 0.5.": {"final": "counter", "is": "HALF"},
    "How often “x” is marked: ≥ 1.": {"happens": "x", "at_least": 1},
    "How often cook marks “x”: ≤ 1.": {"happens": "x", "by": "cook", "at_most": 1},
    "How often each cook marks “x”: 1 … 2.": {"happens": "x", "by": "cook", "each": True, "at_least": 1, "at_most": 2},
    "First marks come in this order: “a” → “b”.": {"order": ["a", "b"]},
    "All marks come in this order: “a” → “b”.": {"order": ["a", "b"], "all": True},
    "Workers inside “x” at the same time, at most: = 1.": {"inside": "x", "is": 1},
    "Every item put into buffer is got exactly once.": {"consumed_once": "buffer"},
    "No item put into buffer is got twice; some may be left in it.": {"consumed_once": "buffer", "leftover": True},
    "The longest time that cook is blocked: ≤ 1 s.": {"blocked": "cook", "at_most": 1},
    "The longest time that cook is blocked on forks: ≤ 1 s.": {"blocked": "cook", "resource": "forks", "at_most": 1},
    "The longest time that any worker is blocked: ≤ 1 s.": {"blocked": "any", "at_most": 1},
    "The longest time that any worker is blocked on forks: ≤ 1 s.": {"blocked": "any", "resource": "forks", "at_most": 1},
}


@pytest.fixture(scope="module")
def said() -> list[str]:
    verdict = Court().all_end(50).verdict(*SENTENCES.values(), parameters={"HALF": 0.5})
    return [judgement.says.text for judgement in verdict.expectations]


def test_every_expectation_is_a_sentence(said: list[str]) -> None:
    assert said == list(SENTENCES)


def test_a_comparison_that_cannot_be_computed_is_unknown_and_said_so() -> None:
    expect: dict[str, Any] = {"happens": "x", "is": "1 / ZERO"}
    judgement = Court().all_end(50).judgement(expect, parameters={"ZERO": 0})

    assert (judgement.verdict, judgement.why.message_id if judgement.why else None) == ("unknown", "verdict.why.expression")
