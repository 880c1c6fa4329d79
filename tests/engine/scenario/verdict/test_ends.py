"""How a run ends, and what Lockstep finds."""

import pytest

from engine.events import Reason
from engine.scenario.verdict.answers import Outcome
from tests.engine.scenario.verdict.court import Court, texts
from tests.engine.scenario.verdict.test_ending import waiting

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN
HUNG = {"status": "timed-out", "exit_code": None, "until": 3000}


def ended() -> Court:
    """A program that began at 1 ms and ends at 50."""
    return Court().all_end(50)


def deadlocked() -> Court:
    """Each cook has one fork and waits for the other's; the waiter has gone home, the main worker waits for the first cook."""
    court = Court()
    (one, two), (left, right) = court.cooks, court.forks
    court.end(court.waiter, 4)
    court.wait(court.main, 5, Reason.JOIN, target=one).off(court.main, 5)
    for worker, mine, other in ((one, left, right), (two, right, left)):
        court.on(worker, 5).acquire(worker, mine, 6, line="forks.acquire")
        court.wait(worker, 7, Reason.LOCK, resource=other, line="forks.acquire").off(worker, 7)
    return court


@pytest.mark.parametrize(
    ("expect", "ending", "verdict"),
    [
        ({"finishes": True}, {}, PASSED),
        ({"finishes": False}, {}, FAILED),
        ({"finishes": True, "within": 0.05}, {}, PASSED),
        ({"finishes": True, "within": "QUICK"}, {}, FAILED),
        ({"finishes": True}, {"exit_code": 3}, PASSED),
        ({"finishes": True}, {"exit_code": None, "signal": "SIGKILL"}, FAILED),
        ({"finishes": True}, {"status": "stopped"}, UNKNOWN),
        ({"finishes": False}, {"status": "limited"}, UNKNOWN),
        ({"exit_code": 0}, {}, PASSED),
        ({"exit_code": 0}, {"exit_code": 3}, FAILED),
        ({"exit_code": -9}, {"exit_code": None, "signal": "SIGKILL"}, PASSED),
        ({"exit_code": 0}, {"status": "stopped", "exit_code": None}, UNKNOWN),
        ({"deadlocks": False}, {}, PASSED),
        ({"deadlocks": True}, {}, FAILED),
        ({"deadlocks": False}, {"dropped": 2}, UNKNOWN),
        ({"deadlocks": True}, {"status": "stopped"}, UNKNOWN),
        ({"finding": "starvation"}, {}, FAILED),
        ({"finding": "any", "present": False}, {}, PASSED),
    ],
)
def test_a_run_that_ended(expect: dict[str, object], ending: dict[str, object], verdict: Outcome) -> None:
    assert ended().judgement(expect, parameters={"QUICK": 0.04}, **ending).verdict is verdict


def test_the_end_is_measured_from_when_the_interpreter_was_ready() -> None:
    judgement = ended().judgement({"finishes": True})

    assert judgement.measured == 0.049
    assert [(each.text, each.worker_name, each.time_ns) for each in judgement.evidence] == [("main ended", "main", 50_000_000)]


@pytest.mark.parametrize(
    ("expect", "verdict"),
    [
        ({"finishes": True}, FAILED),
        ({"finishes": False}, PASSED),
        ({"exit_code": 0}, FAILED),
        ({"deadlocks": True}, PASSED),
        ({"deadlocks": False}, FAILED),
        ({"finding": "deadlock"}, PASSED),
        ({"finding": "deadlock", "present": False}, FAILED),
        ({"finding": "deadlock", "worker": "cook"}, PASSED),
        ({"finding": "deadlock", "worker": "waiter"}, FAILED),
        ({"finding": "any", "worker": "waiter", "present": False}, PASSED),
        ({"finding": "any"}, PASSED),
    ],
)
def test_a_run_that_hung(expect: dict[str, object], verdict: Outcome) -> None:
    assert deadlocked().judgement(expect, **HUNG).verdict is verdict


def test_a_deadlock_is_shown_as_its_ring() -> None:
    judgement = deadlocked().judgement({"deadlocks": False}, **HUNG)

    assert texts(judgement)[:2] == ["cook-0 waits for forks[1], held by cook-1", "cook-1 waits for forks[0], held by cook-0"]
    assert [(each.worker_name, each.line, each.step) for each in judgement.evidence[:2]] == [
        ("cook-0", 9, "/workers/cook/steps/4"),
        ("cook-1", 9, "/workers/cook/steps/4"),
    ]


def test_that_there_is_no_race_can_be_told_only_where_accesses_were_recorded() -> None:
    court = ended()
    recording = court.recording()
    expect = {"finding": "lost-update", "present": False}
    assert court.judge(recording, expect, seconds=1).expectations[0].verdict is UNKNOWN

    recording.meta["data"] = True
    assert court.judge(recording, expect, seconds=1).expectations[0].verdict is PASSED


def test_a_run_that_could_have_gone_on_at_its_time_limit_did_not_finish() -> None:
    court = Court()
    court.on(court.waiter, 5)
    verdict = court.verdict({"finishes": True}, {"finishes": False}, {"deadlocks": True}, {"deadlocks": False}, status="timed-out")

    assert [each.verdict for each in verdict.expectations] == [FAILED, PASSED, FAILED, PASSED]


def test_a_time_limit_shorter_than_the_scenarios_own_tells_nothing_of_the_end() -> None:
    court = Court()
    court.on(court.waiter, 5)
    recording = court.recording(status="timed-out", exit_code=None)
    recording.meta["limits"]["wall_ns"] = 50_000_000
    verdict = court.judge(recording, {"finishes": True}, {"exit_code": 0}, seconds=0.1)

    assert [each.verdict for each in verdict.expectations] == [UNKNOWN, UNKNOWN]


def test_whether_the_time_limit_ends_a_hang_or_that_it_is_one_the_verdicts_are_the_same() -> None:
    court = waiting(Reason.QUEUE_GET)
    wanted = [{"finishes": True}, {"finishes": False}, {"exit_code": 0}, {"blocked": "waiter", "at_least": 500}, {"happens": "x", "is": 1}]
    ended = {status: court.verdict(*wanted, status=status, exit_code=None) for status in ("timed-out", "stuck")}

    for verdict in ended.values():
        assert [each.verdict for each in verdict.expectations] == [FAILED, PASSED, FAILED, PASSED, FAILED]
    assert ended["stuck"].expectations[0].seen.message_id == "seen.stuck.early"
