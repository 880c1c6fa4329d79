"""The longest single time that a worker was blocked."""

import pytest

from engine.events import Reason
from engine.scenario.verdict.answers import Outcome
from tests.engine.scenario.verdict.court import Court, texts

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN


def waiting() -> Court:
    """The first cook has a fork from 5 to 25, the second waits for it from 10; the waiter waits 5 ms for an item, and sleeps."""
    court = Court()
    (one, two), fork = court.cooks, court.forks[0]
    court.on(one, 4).acquire(one, fork, 5, line="forks.acquire").off(one, 6)
    court.on(two, 9).wait(two, 10, Reason.LOCK, resource=fork, line="forks.acquire").off(two, 10)
    court.on(court.waiter, 11).wait(court.waiter, 12, Reason.QUEUE_GET, resource=court.buffer, line="buffer.get").off(court.waiter, 12)
    court.on(one, 16).put(one, court.buffer, 17, "1", 1)
    court.on(court.waiter, 17.5, cpu=1).get(court.waiter, court.buffer, 18, "1", 0)
    court.sleep(court.waiter, 20, 60).off(court.waiter, 20).on(court.waiter, 80, cpu=1)
    court.release(one, fork, 25).on(two, 25.5).acquire(two, fork, 26, line="forks.acquire").release(two, fork, 27)
    return court.all_end(90)


@pytest.mark.parametrize(
    ("expect", "verdict", "measured"),
    [
        ({"blocked": "cook", "at_most": 0.016}, PASSED, 0.015),
        ({"blocked": "cook", "at_most": "PATIENCE"}, FAILED, 0.015),
        ({"blocked": "waiter", "at_most": 0.01}, PASSED, 0.005),  # sleeping is not being blocked by anybody
        ({"blocked": "any", "at_least": 0.01}, PASSED, 0.015),
        ({"blocked": "cook", "resource": "forks", "at_least": 0.01}, PASSED, 0.015),
        ({"blocked": "cook", "resource": "buffer", "at_most": 0}, PASSED, 0),
        ({"blocked": "any", "resource": "buffer", "at_least": 0.01}, FAILED, 0.005),
    ],
)
def test_the_longest_wait_is_measured(expect: dict[str, object], verdict: Outcome, measured: float) -> None:
    judgement = waiting().judgement(expect, parameters={"PATIENCE": 0.01})

    assert judgement.verdict is verdict
    assert judgement.measured == pytest.approx(measured, abs=1e-6)


def test_the_longest_wait_is_shown() -> None:
    judgement = waiting().judgement({"blocked": "any", "at_most": 0.001})
    (evidence,) = judgement.evidence

    assert (evidence.text, evidence.time_ns, evidence.line) == ("cook-1 was blocked on forks[0] for 0.015 s", 10_000_000, 9)


def stuck() -> Court:
    court = Court()
    for worker in (court.main, *court.cooks):
        court.end(worker, 4) if worker != court.main else None
    court.on(court.waiter, 5).wait(court.waiter, 6, Reason.QUEUE_GET, resource=court.buffer).off(court.waiter, 6)
    court.wait(court.main, 7, Reason.JOIN, target=court.waiter).off(court.main, 7)
    return court


def test_who_waits_for_ever_waits_longer_than_anything() -> None:
    verdict = stuck().verdict(
        {"blocked": "waiter", "at_most": 1000}, {"blocked": "waiter", "at_least": 1000}, status="timed-out", exit_code=None
    )

    assert [each.verdict for each in verdict.expectations] == [FAILED, PASSED]
    assert texts(verdict.expectations[0]) == ["waiter was blocked on buffer for 0.094 s"]


def test_a_wait_that_was_cut_short_was_at_least_so_long() -> None:
    ways = [{"blocked": "waiter", **how} for how in ({"at_most": 0.2}, {"at_least": 0.2}, {"at_most": 0.01})]

    assert [each.verdict for each in stuck().verdict(*ways, status="stopped").expectations] == [UNKNOWN, UNKNOWN, FAILED]
