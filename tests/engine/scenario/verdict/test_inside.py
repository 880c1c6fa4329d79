"""How many were inside a section at the same time."""

import pytest

from engine.scenario.verdict.answers import Outcome
from tests.engine.scenario.verdict.court import Court

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN


def together() -> Court:
    """Both cooks are in the kitchen from 6 to 7, the waiter comes when they have gone, and stays."""
    court = Court()
    one, two = court.cooks
    court.enter(one, 5, "kitchen").enter(two, 6, "kitchen").leave(one, 7, "kitchen").leave(two, 8, "kitchen")
    court.enter(court.waiter, 9, "kitchen")
    return court


@pytest.mark.parametrize(
    ("expect", "verdict"),
    [
        ({"at_most": 1}, FAILED),
        ({"at_most": 2}, PASSED),
        ({"is": 2}, PASSED),
        ({"at_least": 3}, FAILED),
        ({"at_least": 1, "at_most": "COOKS"}, PASSED),
    ],
)
def test_those_inside_are_counted(expect: dict[str, object], verdict: Outcome) -> None:
    judgement = together().all_end(50).judgement({"inside": "kitchen", **expect}, parameters={"COOKS": 2})

    assert (judgement.verdict, judgement.measured) == (verdict, 2)


def test_those_who_were_one_too_many_are_shown_with_their_entering() -> None:
    evidence = together().all_end(50).judgement({"inside": "kitchen", "at_most": 1}).evidence

    assert [(each.text, each.worker_name, each.time_ns, each.line) for each in evidence] == [
        ("enter: kitchen", "cook-0", 5_000_000, 5),
        ("enter: kitchen", "cook-1", 6_000_000, 5),
    ]


def test_who_leaves_as_another_enters_was_not_inside_with_him() -> None:
    court = Court()
    one, two = court.cooks
    court.enter(one, 5, "kitchen").enter(two, 6, "kitchen").leave(one, 6, "kitchen").leave(two, 7, "kitchen").all_end(50)

    assert court.judgement({"inside": "kitchen", "at_most": 1}).verdict is PASSED


def test_a_worker_counts_once_however_often_it_entered() -> None:
    court = Court()
    one = court.cooks[0]
    court.enter(one, 5, "a").enter(one, 6, "b").leave(one, 7, "b").enter(court.cooks[1], 8, "b").all_end(50)
    verdict = court.verdict({"inside": "*", "is": 2}, {"inside": "a", "is": 1}, {"inside": "b", "is": 1}, {"inside": "c", "is": 0})

    assert [each.verdict for each in verdict.expectations] == [PASSED] * 4


def test_who_was_ended_inside_is_inside_no_more() -> None:
    court = Court()
    one, two = court.cooks
    court.enter(one, 5, "kitchen").end(one, 6)
    court.enter(two, 7, "kitchen").leave(two, 8, "kitchen")

    assert court.judgement({"inside": "kitchen", "at_most": 1}).verdict is PASSED


def test_the_time_limit_leaves_a_bound_from_below_open() -> None:
    court = together().on(3, 20)
    verdict = court.verdict(
        *({"inside": "kitchen", **how} for how in ({"at_most": 2}, {"at_least": 3}, {"at_most": 1})), status="timed-out", exit_code=None
    )

    assert [each.verdict for each in verdict.expectations] == [PASSED, UNKNOWN, FAILED]
