import pytest

from engine.events import Call, Kind, Reason, ResourceKind
from tests.engine.findings.street import Street


def street_with_daemon() -> tuple[Street, int]:
    street = Street("Dan", daemon=True)
    return street, street.others[0]


def leave(street: Street, worker: int, ms: float = 500) -> Street:
    """Let the main thread end the process at `ms`, and the daemon with it."""
    street.add(ms, Kind.PROCESS_END, street.main).add(ms + 1, Kind.KERNEL_EXIT, worker).add(ms + 2, Kind.KERNEL_EXIT, street.main)
    return street


def test_a_daemon_cut_off_at_work_is_told_with_its_last_line() -> None:
    street, dan = street_with_daemon()
    street.on(dan, 100, cpu=1).print(dan, 101, "half", line="serve()")
    (finding,) = leave(street, dan).found()
    assert (finding["kind"], finding["level"], finding["workers"], finding["open"]) == (
        "daemon-cut-off",
        "warning",
        [dan, street.main],
        False,
    )
    assert finding["message"].startswith("Dan, a daemon, was cut off in the midst of its work (line 3) when MainThread ended")


def test_one_cut_off_in_a_long_sleep_is_good_to_know() -> None:
    street, dan = street_with_daemon()
    street.wait(dan, 100, Reason.SLEEP, timeout=10_000, line="serve()").off(dan, 100)
    (finding,) = leave(street, dan).found()
    assert (finding["level"], finding["message_id"]) == ("info", "finding.daemon-cut-off.sleep")


def test_one_cut_off_with_a_lock_in_its_hands_is_worse() -> None:
    street, dan = street_with_daemon()
    shop = street.shop()
    street.acquire(dan, shop, 99).wait(dan, 100, Reason.SLEEP, timeout=10_000, line="serve()").off(dan, 100)
    (finding,) = leave(street, dan).found()
    assert (finding["level"], finding["message_id"], finding["resources"]) == ("warning", "finding.daemon-cut-off.holding", [shop])


def test_one_cut_off_while_it_waited_for_its_turn_is_told_for_what() -> None:
    street, dan = street_with_daemon()
    shop = street.shop()
    street.acquire(street.main, shop, 90).wait(dan, 100, Reason.LOCK, resource=shop, line="with shop").off(dan, 100)
    (finding,) = leave(street, dan).found()
    assert (finding["message_id"], finding["parameters"]["resource"]) == ("finding.daemon-cut-off.waiting", "shop")


def test_one_that_waits_for_a_lock_of_its_own_to_be_released_is_idle() -> None:
    street, dan = street_with_daemon()
    bell = street.shop()
    street.acquire(dan, bell, 99).wait(dan, 100, Reason.LOCK, resource=bell, timeout=10_000, line="with shop").off(dan, 100)
    assert leave(street, dan).found() == []


@pytest.mark.parametrize("reason", [Reason.QUEUE_GET, Reason.EVENT, Reason.CONDITION, Reason.IO])
def test_one_that_waits_for_something_to_do_is_idle(reason: Reason) -> None:
    street, dan = street_with_daemon()
    street.wait(dan, 100, reason, resource=street.shop(ResourceKind.QUEUE)).off(dan, 100)
    assert leave(street, dan).found() == []


def test_one_that_pauses_between_two_rounds_is_too() -> None:
    street, dan = street_with_daemon()
    street.wait(dan, 499, Reason.SLEEP, timeout=50).off(dan, 499)
    assert leave(street, dan).found() == []


def test_one_that_manages_to_end_was_not_cut_off() -> None:
    street, dan = street_with_daemon()
    street.on(dan, 100, cpu=1).end(dan, 500.5)
    assert leave(street, dan).found() == []


def test_who_is_ended_by_lockstep_is_not_told_of() -> None:
    street, dan = street_with_daemon()
    leave(street.on(dan, 100, cpu=1), dan)
    timeline = street.timeline()
    timeline.stopping(400_000_000)
    for _ in street.fold(timeline, until=900):
        pass
    timeline.finish(900_000_000)
    assert timeline.summary()["findings"] == []


def daemon_process(*, line: str) -> Street:
    street = Street()
    child = street.child("Counter", pid=200, at=20)
    street.tables.workers[child - 1].daemon = True
    street.wait(child, 100, Reason.SLEEP, timeout=10_000, line="serve()").off(child, 100)
    street.add(500, Kind.SIGNAL, street.main, target=child - 1, value=15, location=street.at(line))
    street.add(501, Kind.KERNEL_EXIT, child).add(502, Kind.REAP, street.main, target=child - 1, value=-15)
    return street


def test_a_daemon_process_that_multiprocessing_ends_at_exit_is_told_like_a_thread() -> None:
    (finding,) = daemon_process(line="").found()
    assert finding["message"].startswith("Counter, a daemon, was cut off in its sleep (line 3) when street.py ended")


def test_one_that_the_program_itself_terminates_is_not() -> None:
    assert [finding["kind"] for finding in daemon_process(line="notify()").found()] == ["killed-by-signal"]


@pytest.mark.parametrize("kind", [Kind.TASK_DONE, Kind.PUT, Kind.WAIT_END])
def test_one_that_has_just_done_its_job_or_been_woken_may_have_nothing_left_to_do(kind: Kind) -> None:
    street, dan = street_with_daemon()
    street.on(dan, 100, cpu=1).add(490, kind, dan, resource=street.shop(ResourceKind.QUEUE))
    assert leave(street, dan).found() == []


def test_one_in_the_midst_of_writing_a_file_is_no_idle_one() -> None:
    street, dan = street_with_daemon()
    file = street.resource(ResourceKind.FILE, "diary", of=street.main)
    street.on(dan, 100, cpu=1).add(499.9, Kind.CALL, dan, resource=file, flags=Call.WRITE, value=-1, location=street.at("serve()"))
    (finding,) = leave(street, dan).found()
    assert finding["message_id"] == "finding.daemon-cut-off"


def test_where_no_line_is_known_none_is_said() -> None:
    street, dan = street_with_daemon()
    (finding,) = leave(street.on(dan, 100, cpu=1), dan).found()
    assert "in the midst of its work when MainThread ended" in finding["message"]


@pytest.mark.parametrize("has_worked", [True, False])
def test_a_pools_worker_without_a_job_is_idle_whatever_it_does(has_worked: bool) -> None:
    street, dan = street_with_daemon()
    street.tables.workers[dan].location = street.tables.location("/lib/python3.11/multiprocessing/pool.py", 97, "worker")
    if has_worked:
        pool, job = street.shop(ResourceKind.POOL), street.shop(ResourceKind.FUTURE)
        street.tables.resources[job].pool = pool
        street.add(90, Kind.SUBMIT, street.main, resource=job).add(91, Kind.JOB_BEGIN, dan, resource=job)
        street.print(dan, 92, "done", line="serve()").add(93, Kind.RESULT, dan, resource=job)
    street.on(dan, 100, cpu=1)
    assert leave(street, dan).found() == []
