import pytest

from engine.events import Flag, Kind, Reason
from tests.engine.findings.street import Street


def test_a_child_that_lives_on_is_an_orphan_while_it_does_and_then_it_is_said_for_how_long() -> None:
    street = Street()
    child = street.child("Child", pid=200, at=20)
    street.add(50, Kind.PROCESS_END, street.main).add(51, Kind.KERNEL_EXIT, street.main)
    (finding,) = street.found(until=400, is_over=False)
    assert (finding["kind"], finding["level"], finding["workers"], finding["open"]) == (
        "orphan",
        "warning",
        [child - 1, street.main - 1],
        True,
    )
    assert finding["message"].startswith("Child (pid 200) goes on though street.py, its parent, has ended")
    street.add(600, Kind.PROCESS_END, child).add(601, Kind.KERNEL_EXIT, child)
    (finding,) = street.found(until=900, is_over=False)
    assert (finding["message_id"], finding["open"], finding["at"]) == ("finding.orphan.ended", False, 51_000_000)
    assert "went on for 550 ms after street.py" in finding["message"]


def test_a_child_that_ends_with_its_parent_is_none() -> None:
    street = Street()
    child = street.child("Child", pid=200, at=20)
    street.add(51, Kind.KERNEL_EXIT, street.main).add(90, Kind.KERNEL_EXIT, child)
    assert [finding["kind"] for finding in street.found()] == []


def test_who_is_ended_by_lockstep_with_all_others_is_none() -> None:
    street = Street()
    street.child("Child", pid=200, at=20)
    street.add(50, Kind.KERNEL_EXIT, street.main)
    timeline = street.timeline()
    timeline.stopping(60_000_000)
    for _ in street.fold(timeline, until=900):
        pass
    timeline.finish(900_000_000)
    assert timeline.summary()["findings"] == []


def test_the_library_s_own_processes_are_none() -> None:
    street = Street()
    child = street.child("resource_tracker", pid=200, at=20)
    street.tables.workers[child - 1].is_helper = True
    street.add(50, Kind.KERNEL_EXIT, street.main)
    assert street.found() == []


@pytest.mark.parametrize(("lasts", "kinds"), [(900, []), (1100, ["orphan"])])
def test_one_that_no_line_started_and_that_has_not_said_what_it_is_may_be_one_of_them_for_a_while(lasts: float, kinds: list[str]) -> None:
    street = Street()
    child = street.process("python3", pid=200)
    street.add(20, Kind.KERNEL_FORK, street.main, target=child).on(child, 20.1, cpu=1)
    street.add(50, Kind.KERNEL_EXIT, street.main).add(50 + lasts, Kind.KERNEL_EXIT, child)
    assert [finding["kind"] for finding in street.found(until=3000)] == kinds


def dead_child() -> tuple[Street, int]:
    """A child that ended at 50 ms; the system knows it still."""
    street = Street()
    child = street.child("Child", pid=200, at=20)
    street.add(49, Kind.PROCESS_END, child).add(50, Kind.KERNEL_EXIT, child)
    for ms in range(100, 3000, 100):
        street.present(ms, 100, 200)
    return street, child


def test_a_dead_child_that_nobody_asks_for_is_a_zombie_and_its_parent_may_ask_yet() -> None:
    street, child = dead_child()
    (finding,) = street.found(until=1500, is_over=False)
    assert (finding["kind"], finding["level"], finding["workers"], finding["open"]) == (
        "zombie",
        "info",
        [child - 1, street.main - 1],
        True,
    )
    street.add(2000, Kind.REAP, street.main, target=child - 1)
    (finding,) = street.found(until=2500, is_over=False)
    assert (finding["level"], finding["open"]) == ("info", False)
    assert "has not asked for its exit code for 1.95 s" in finding["message"]


def test_a_parent_that_ends_without_having_asked_did_not_do_its_duty() -> None:
    street, _ = dead_child()
    street.add(2000, Kind.PROCESS_END, street.main).add(2001, Kind.KERNEL_EXIT, street.main)
    (finding,) = street.found()
    assert (finding["level"], finding["message_id"]) == ("warning", "finding.zombie.never")
    assert finding["message"].startswith("Child (pid 200) was a zombie for 1.95 s")


def test_one_that_is_asked_for_soon_is_none() -> None:
    street, child = dead_child()
    street.add(800, Kind.REAP, street.main, target=child - 1)
    assert street.found() == []


def test_one_whose_parent_waits_for_another_child_is_none_yet() -> None:
    street, _ = dead_child()
    other = street.child("Other", pid=201, at=30)
    street.add(60, Kind.WAIT, street.main, target=other - 1, value=-1, reason=Reason.JOIN, flags=Flag.PROCESS)
    assert street.found(until=2500, is_over=False) == []


def test_one_that_the_system_does_not_know_any_more_is_none() -> None:
    street, _ = dead_child()
    street.seen = [(time, pids - {200}) for time, pids in street.seen]
    assert street.found() == []
