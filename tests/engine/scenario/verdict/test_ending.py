"""How a run ended, and what it cannot tell."""

import pytest

from engine.events import Reason
from engine.scenario.verdict.ending import ending_of
from engine.scenario.verdict.wanted import Growth
from tests.engine.scenario.verdict.court import Court

LIMIT_NS = 100_000_000


@pytest.mark.parametrize(
    ("ending", "growth", "why"),
    [
        ({}, Growth.NONE, None),
        ({"exit_code": 3}, Growth.NONE, None),
        ({"dropped": 2}, Growth.UNSEEN, "verdict.why.events-lost"),
        ({"status": "timed-out"}, Growth.LATER, "verdict.why.timed-out"),
        ({"status": "timed-out", "until": 50}, Growth.UNSEEN, "verdict.why.timed-out"),  # before the scenario's own limit
        ({"status": "stopped"}, Growth.UNSEEN, "verdict.why.stopped"),
        ({"status": "limited"}, Growth.UNSEEN, "verdict.why.limited"),
        ({"status": "lost"}, Growth.UNSEEN, "verdict.why.lost"),
        ({"status": "failed"}, Growth.UNSEEN, "verdict.why.failed"),
    ],
)
def test_an_ending_says_what_is_missing(ending: dict[str, object], growth: Growth, why: str | None) -> None:
    court = Court()
    court.on(court.waiter, 5)
    found = ending_of(court.recording(**ending), limit_ns=LIMIT_NS)

    assert (found.growth, found.why.message_id if found.why else None) == (growth, why)
    assert found.is_complete is (growth is not Growth.UNSEEN)


def test_a_recording_that_breaks_off_says_so() -> None:
    recording = Court().recording()
    recording.summary, recording.status = None, {"phase": "running"}

    assert ending_of(recording, limit_ns=LIMIT_NS).why is not None
    assert ending_of(recording, limit_ns=LIMIT_NS).growth is Growth.UNSEEN


def waiting(reason: Reason, *, timeout: float = -1, since: float = 9) -> Court:
    """Everybody waits for the one lock that the first cook has, but the waiter, who waits for something else."""
    court = Court()
    court.on(court.cooks[0], 4).acquire(court.cooks[0], court.forks[0], 5)
    for worker in (court.main, *court.cooks):
        court.on(worker, 6).wait(worker, 7, Reason.LOCK, resource=court.forks[0]).off(worker, 7)
    court.on(court.waiter, 8).wait(court.waiter, since, reason, resource=court.buffer, timeout=timeout).off(court.waiter, since)
    return court


@pytest.mark.parametrize(
    ("reason", "timeout", "stuck"),
    [
        (Reason.QUEUE_GET, -1, True),
        (Reason.QUEUE_GET, 1000, False),  # it will go on by itself
        (Reason.SLEEP, 1000, False),
        (Reason.IO, -1, False),  # somebody outside may say something
    ],
)
def test_a_run_is_stuck_if_everybody_waits_for_the_others(reason: Reason, timeout: float, stuck: bool) -> None:
    ending = ending_of(waiting(reason, timeout=timeout).recording(status="timed-out", exit_code=None), limit_ns=LIMIT_NS)

    assert ending.is_stuck is stuck
    assert ending.growth is (Growth.NONE if stuck else Growth.LATER)


def test_what_has_only_just_begun_to_wait_may_be_about_to_get_it() -> None:
    assert not ending_of(waiting(Reason.QUEUE_GET, since=90).recording(status="timed-out", exit_code=None), limit_ns=LIMIT_NS).is_stuck


def test_a_run_with_a_task_is_stuck_only_if_a_finding_says_so() -> None:
    court = waiting(Reason.QUEUE_GET)
    task = court.strand("cook-7", court.waiter)
    court.step(court.waiter, task, 8.5)
    recording = court.recording(status="timed-out", exit_code=None)
    recording.findings.clear()
    assert not ending_of(recording, limit_ns=LIMIT_NS).is_stuck

    recording.findings[1] = {"open": True, "kind": "join-hang", "workers": [task]}
    assert ending_of(recording, limit_ns=LIMIT_NS).is_stuck


def test_a_run_that_was_ended_since_nobody_could_go_on_is_stuck_and_was_left_alone_until_then() -> None:
    recording = waiting(Reason.QUEUE_GET).recording(status="stuck", exit_code=None)
    recording.status["left_ns"] = 90_000_000
    ending = ending_of(recording, limit_ns=10 * LIMIT_NS)

    assert (ending.is_stuck, ending.is_complete, ending.growth, ending.end_ns) == (True, True, Growth.NONE, 90_000_000)


def test_so_it_is_not_if_records_were_lost() -> None:
    ending = ending_of(waiting(Reason.QUEUE_GET).recording(status="stuck", exit_code=None, dropped=1), limit_ns=LIMIT_NS)

    assert (ending.is_stuck, ending.growth) == (False, Growth.UNSEEN)
