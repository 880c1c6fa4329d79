"""Round robin."""

import pytest

from tests.engine.scheduling.worked import SILBERSCHATZ, STALLINGS, column, compute, gantt, reasons, rules


def test_silberschatz() -> None:
    body = compute("rr", SILBERSCHATZ, quantum=4)
    assert gantt(body) == "P1 0-4, P2 4-7, P3 7-10, P1 10-30"
    assert column(body, "waiting") == [6, 4, 7]
    assert {name: round(value, 2) for name, value in body["mean"].items()} == {"response": 3.67, "waiting": 5.67, "turnaround": 15.67}


@pytest.mark.parametrize(("quantum", "response", "waiting"), [(1, 1, 5.67), (4, 3.67, 5.67), (30, 17, 17)])
def test_how_small_should_a_slice_be(quantum: int, response: float, waiting: float) -> None:
    mean = compute("rr", SILBERSCHATZ, quantum=quantum)["mean"]
    assert (round(mean["response"], 2), round(mean["waiting"], 2)) == (response, waiting)


def test_ostep_three_equal_jobs() -> None:
    mean = compute("rr", "A 0 5, B 0 5, C 0 5", quantum=1)["mean"]
    assert mean == {"response": 1, "waiting": 9, "turnaround": 14}


def test_stallings_with_both_slices() -> None:
    body = compute("rr", STALLINGS, quantum=1)
    assert (column(body, "finish"), body["mean"]["turnaround"]) == ([4, 18, 17, 20, 15], 10.8)
    body = compute("rr", STALLINGS, quantum=4)
    assert (column(body, "finish"), body["mean"]["turnaround"]) == ([3, 17, 11, 20, 19], 10)


def test_the_rule_for_a_job_that_arrives_as_a_slice_expires_changes_the_schedule() -> None:
    before = compute("rr", "A 0 4, B 2 2", quantum=2)
    after = compute("rr", "A 0 4, B 2 2", quantum=2, arrival_after_preempted=True)
    assert gantt(before) == "A 0-2, B 2-4, A 4-6"
    assert gantt(after) == "A 0-4, B 4-6"
    assert ("arrival-before-expired" in rules(before), "arrival-after-expired" in rules(after)) == (True, True)


@pytest.mark.parametrize(("quantum", "busy"), [(1, 67.0), (2, 80.5), (4, 89.6), (10, 96.0), (20, 98.4)])
def test_switches_cost(quantum: int, busy: float) -> None:
    body = compute("rr", "A 0 20, B 0 20, C 0 20", quantum=quantum, switch_cost=0.5)
    assert round(body["cpu_busy"], 1) == busy


def test_a_lonely_job_runs_on_without_a_switch() -> None:
    body = compute("rr", "A 0 9", quantum=2, switch_cost=1)
    assert (gantt(body), body["switches"]) == ("A 0-9", 0)


def test_it_is_somebodys_turn() -> None:
    assert reasons(compute("rr", "A 0 3, B 0 1", quantum=2)) == [(0, "A", "turn"), (2, "B", "turn"), (3, "A", "only")]


def test_a_job_that_does_io_gives_up_the_rest_of_its_slice() -> None:
    assert gantt(compute("rr", "A 0 1+2io+4, B 0 6", quantum=3)) == "A 0-1, B 1-4, A 4-7, B 7-10, A 10-11"
