"""What a judging function is given."""

from engine.events import Reason
from tests.engine.scenario.verdict.court import Court, texts


def test_what_everybody_waits_for_is_shown_where_a_run_hangs() -> None:
    court = Court()
    one, two = court.cooks
    court.on(one, 4).acquire(one, court.forks[0], 5)
    court.wait(one, 6, Reason.QUEUE_GET, resource=court.buffer, line="buffer.get").off(one, 6)
    court.on(two, 6).wait(two, 7, Reason.LOCK, resource=court.forks[0], line="forks.acquire").off(two, 7)
    for worker in (court.main, court.waiter):
        court.on(worker, 8).wait(worker, 9, Reason.JOIN, target=one).off(worker, 9)
    verdict = court.verdict({"happens": "x", "is": 1}, {"happens": "x", "by": "waiter", "is": 1}, status="timed-out", exit_code=None)

    assert texts(verdict.expectations[0]) == [
        "cook-0 waits for buffer",
        "cook-1 waits for forks[0], held by cook-0",
        "waiter waits for cook-0 to finish",
    ]
    assert texts(verdict.expectations[1]) == ["waiter waits for cook-0 to finish"]


def test_where_a_run_could_have_gone_on_nobodys_wait_explains_anything() -> None:
    court = Court()
    court.on(court.waiter, 5)

    assert texts(court.judgement({"happens": "x", "is": 1}, status="timed-out", exit_code=None)) == []
