"""Marks: how often they came, and in which order."""

import pytest

from engine.scenario.verdict.answers import Outcome
from tests.engine.scenario.verdict.court import Court, texts

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN


def cooking() -> Court:
    court = Court()
    one, two = court.cooks
    court.mark(one, 5, "cooked 0").mark(two, 6, "cooked 1").mark(one, 7, "cooked 0").mark(court.waiter, 8, "served")
    return court.all_end(50)


@pytest.mark.parametrize(
    ("expect", "verdict", "measured"),
    [
        ({"happens": "cooked *", "is": 3}, PASSED, 3),
        ({"happens": "cooked 0", "is": 3}, FAILED, 2),
        ({"happens": "*", "at_least": 4, "at_most": "DISHES + 1"}, PASSED, 4),
        ({"happens": "served", "by": "waiter", "is": 1}, PASSED, 1),
        ({"happens": "served", "by": "cook", "is": 0}, PASSED, 0),
        ({"happens": "cooked", "is": 0}, PASSED, 0),  # the whole text has to fit
        ({"happens": "cooked *", "by": "cook", "each": True, "at_least": 1}, PASSED, {"cook-0": 2, "cook-1": 1}),
        ({"happens": "cooked *", "by": "cook", "each": True, "is": 2}, FAILED, {"cook-0": 2, "cook-1": 1}),
    ],
)
def test_marks_are_counted(expect: dict[str, object], verdict: Outcome, measured: object) -> None:
    judgement = cooking().judgement(expect, parameters={"DISHES": 3})

    assert (judgement.verdict, judgement.measured) == (verdict, measured)


def test_a_count_is_shown_with_worker_instant_line_and_step() -> None:
    evidence = cooking().judgement({"happens": "served", "is": 1}).evidence[0]

    assert (evidence.text, evidence.worker_name, evidence.time_ns) == ("mark: served", "waiter", 8_000_000)
    assert (evidence.line, evidence.step) == (4, "/workers/cook/steps/0")


def test_of_marks_that_were_too_many_those_are_shown() -> None:
    assert [each.time_ns for each in cooking().judgement({"happens": "cooked *", "at_most": 2}).evidence] == [7_000_000]


def test_of_each_workers_marks_those_are_shown_that_it_set_too_often() -> None:
    judgement = cooking().judgement({"happens": "cooked *", "by": "cook", "each": True, "at_most": 1})

    assert [(each.worker_name, each.time_ns) for each in judgement.evidence] == [("cook-0", 7_000_000)]


def test_where_a_mark_never_came_those_are_shown_that_came_last() -> None:
    verdict = cooking().verdict({"happens": "burnt", "at_least": 1}, {"happens": "burnt", "is": 0})

    assert texts(verdict.expectations[0]) == ["mark: cooked 1", "mark: cooked 0", "mark: served"]
    assert texts(verdict.expectations[1]) == []  # it has passed


def test_a_worker_that_never_began_counts_with_nothing() -> None:
    court = Court()
    court.tables.workers[court.cooks[1]].name = "somebody"
    judgement = court.mark(court.cooks[0], 5, "x").all_end(9).judgement({"happens": "x", "by": "cook", "each": True, "is": 1})

    assert (judgement.verdict, judgement.measured) == (FAILED, {"cook-0": 1, "cook-1": 0})


@pytest.mark.parametrize(
    ("expect", "verdict"),
    [
        ({"happens": "x", "at_least": 1}, PASSED),
        ({"happens": "x", "at_most": 1}, PASSED),
        ({"happens": "x", "is": 1}, PASSED),
        ({"happens": "x", "at_least": 2}, UNKNOWN),
        ({"happens": "x", "is": 2}, UNKNOWN),
        ({"happens": "x", "is": 0}, FAILED),
    ],
)
def test_a_time_limit_leaves_open_what_might_still_have_come(expect: dict[str, object], verdict: Outcome) -> None:
    court = Court()
    court.mark(court.waiter, 5, "x").on(court.waiter, 6)
    judgement = court.judgement(expect, status="timed-out", exit_code=None)

    assert judgement.verdict is verdict
    assert (judgement.why is not None and judgement.why.message_id == "verdict.why.timed-out") is (verdict is UNKNOWN)


@pytest.mark.parametrize("ending", [{"status": "stopped"}, {"status": "limited"}, {"dropped": 3}])
def test_what_was_not_seen_leaves_a_bound_from_above_open(ending: dict[str, object]) -> None:
    court = Court().mark(2, 5, "x")
    verdict = court.verdict({"happens": "x", "at_most": 1}, {"happens": "x", "at_least": 1}, {"happens": "x", "is": 0}, **ending)

    assert [each.verdict for each in verdict.expectations] == [UNKNOWN, PASSED, FAILED]


@pytest.mark.parametrize(
    ("expect", "verdict", "shown"),
    [
        ({"order": ["cooked 0", "cooked 1", "served"]}, PASSED, ["mark: cooked 0", "mark: cooked 1", "mark: served"]),
        ({"order": ["cooked 1", "cooked 0"]}, FAILED, ["mark: cooked 0", "mark: cooked 1"]),
        ({"order": ["cooked 0", "cooked 1"], "all": True}, FAILED, ["mark: cooked 1", "mark: cooked 0"]),
        ({"order": ["cooked *", "served"], "all": True}, PASSED, ["mark: cooked 0", "mark: served"]),
        ({"order": ["cooked *", "cooked 0"]}, FAILED, ["mark: cooked 0", "mark: cooked 0"]),  # no mark is behind itself
        ({"order": ["served", "paid"]}, FAILED, ["mark: served"]),
    ],
)
def test_marks_come_in_an_order(expect: dict[str, object], verdict: Outcome, shown: list[str]) -> None:
    judgement = cooking().judgement(expect)

    assert (judgement.verdict, texts(judgement)) == (verdict, shown)


@pytest.mark.parametrize(
    ("expect", "measured"),
    [
        ({"order": ["served", "cooked 1"]}, "cooked 1 → served"),
        ({"order": ["cooked 0", "cooked 1"], "all": True}, "cooked 1 → cooked 0"),
        ({"order": ["cooked *", "served"]}, "cooked 0 → served"),
        ({"order": ["cooked *", "cooked 0"]}, "cooked 0"),
        ({"order": ["served", "paid"]}, "served"),
    ],
)
def test_the_order_is_measured_as_it_was(expect: dict[str, object], measured: str) -> None:
    assert cooking().judgement(expect).measured == measured


def test_marks_of_one_instant_count_as_in_order() -> None:
    court = Court()
    court.mark(court.cooks[0], 5, "a").mark(court.cooks[1], 5, "b").all_end(9)

    assert court.verdict({"order": ["a", "b"]}, {"order": ["b", "a"]}).verdict is PASSED


def test_a_mark_that_may_still_come_leaves_the_order_open_unless_another_came_before_it() -> None:
    court = Court()
    court.mark(court.waiter, 5, "a").on(court.waiter, 6)
    verdict = court.verdict({"order": ["a", "b"]}, {"order": ["b", "a"]}, status="timed-out", exit_code=None)

    assert [each.verdict for each in verdict.expectations] == [UNKNOWN, FAILED]


def test_of_a_run_that_was_stopped_a_mark_that_came_too_early_is_not_certain() -> None:
    court = Court()
    court.mark(court.waiter, 5, "a")

    assert court.judgement({"order": ["b", "a"]}, status="stopped").verdict is UNKNOWN
