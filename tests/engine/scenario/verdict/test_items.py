"""Whether every item that went into a queue came out of it exactly once."""

import pytest

from engine.events import Reason, ResourceKind
from engine.scenario.verdict.answers import Outcome
from tests.engine.scenario.verdict.court import Court, texts

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN
ONCE = {"consumed_once": "buffer"}


def handed(puts: list[str], gets: list[str]) -> Court:
    court = Court()
    for n, item in enumerate(puts):
        court.put(court.cooks[0], court.buffer, 5 + n, item, 1, line="buffer.put")
    for n, item in enumerate(gets):
        court.get(court.waiter, court.buffer, 20 + n, item, 0, line="buffer.get")
    return court


@pytest.mark.parametrize(
    ("puts", "gets", "verdict", "leftover"),
    [
        (["'a'", "'b'"], ["'b'", "'a'"], PASSED, PASSED),
        (["'a'", "'b'"], ["'a'"], FAILED, PASSED),
        (["'a'"], ["'a'", "'a'"], FAILED, FAILED),
        (["'a'", "'b'"], ["'a'", "'a'"], FAILED, FAILED),
        (["1", "1"], ["1", "1"], PASSED, PASSED),  # two items that look the same
        (["1", "1"], ["1"], FAILED, PASSED),
        (["'a'", "None"], ["'a'"], PASSED, PASSED),  # a sign to stop is no item
        ([], [], PASSED, PASSED),
    ],
)
def test_items_are_told_apart(puts: list[str], gets: list[str], verdict: Outcome, leftover: Outcome) -> None:
    judged = handed(puts, gets).all_end(50).verdict(ONCE, ONCE | {"leftover": True})

    assert [each.verdict for each in judged.expectations] == [verdict, leftover]


def test_an_item_that_was_never_got_is_shown_where_it_was_put() -> None:
    judgement = handed(["'a'", "'b'"], ["'a'"]).all_end(50).judgement(ONCE)
    (evidence,) = judgement.evidence

    assert judgement.measured == {"put": 2, "got": 1, "left": 1, "twice": 0}
    assert (evidence.text, evidence.worker_name, evidence.time_ns) == ("cook-0 puts 'b' into buffer", "cook-0", 6_000_000)
    assert (evidence.line, evidence.step) == (7, "/workers/cook/steps/2")


def test_an_item_that_was_got_twice_is_shown_with_all_who_got_it() -> None:
    court = handed(["'a'"], ["'a'"])
    court.get(court.cooks[1], court.buffer, 30, "'a'", 0, line="buffer.get")

    assert texts(court.all_end(50).judgement(ONCE)) == ["waiter gets 'a' from buffer", "cook-1 gets 'a' from buffer"]


def test_what_is_inside_at_the_time_limit_may_still_be_got_unless_nobody_can_move() -> None:
    court = handed(["'a'"], [])
    court.on(court.waiter, 40)
    assert court.judgement(ONCE, status="timed-out", exit_code=None).verdict is UNKNOWN

    court = handed(["'a'"], [])
    court.acquire(court.cooks[0], court.forks[0], 39)
    for worker in (court.main, *court.cooks, court.waiter):
        court.on(worker, 40).wait(worker, 41, Reason.LOCK, resource=court.forks[0]).off(worker, 41)
    assert court.judgement(ONCE, status="timed-out", exit_code=None).verdict is FAILED


def test_lost_records_prove_nothing() -> None:
    assert handed(["'a'"], []).judgement(ONCE, dropped=1).verdict is UNKNOWN
    assert handed([], ["'a'"]).judgement(ONCE, dropped=1).verdict is UNKNOWN
    assert handed(["'a'"], ["'a'"]).judgement(ONCE, dropped=1).verdict is UNKNOWN


def test_another_queue_is_another_matter() -> None:
    court = handed(["'a'"], ["'a'"])
    other = court.resource(ResourceKind.QUEUE, "other", of=court.main)
    court.put(court.waiter, other, 30, "'z'", 1)

    assert court.all_end(50).judgement(ONCE).verdict is PASSED
