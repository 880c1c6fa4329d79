"""All that a scenario expects of one run."""

import pytest

from engine.scenario.expectations import MODELS
from engine.scenario.verdict.answers import Outcome
from tests.engine.scenario.verdict.court import Court
from tests.engine.scenario.verdict.test_asked import SENTENCES


def test_every_kind_of_expectation_is_judged_of_a_run_that_hardly_began() -> None:
    expect = list(SENTENCES.values())
    assert {verb for each in expect for verb in each if verb in MODELS} == set(MODELS)
    verdict = Court().verdict(*expect, parameters={"HALF": 0.5}, status="lost", exit_code=None)

    assert {each.verdict for each in verdict.expectations} == {Outcome.UNKNOWN}
    assert all(each.why is not None for each in verdict.expectations)


@pytest.mark.parametrize(
    ("status", "outcome"), [("finished", "passed"), ("timed-out", "passed"), ("failed", "unknown"), ("lost", "unknown")]
)
def test_a_run_of_which_nothing_is_expected(status: str, outcome: str) -> None:
    assert Court().verdict(status=status).verdict == outcome


def test_nothing_is_judged_of_a_recording_that_is_empty_but_that_it_is_unknown() -> None:
    recording = type(Court().recording())()
    verdict = Court.judge(recording, *SENTENCES.values(), parameters={"HALF": 0.5}, seconds=1)

    assert {each.verdict for each in verdict.expectations} == {Outcome.UNKNOWN}
