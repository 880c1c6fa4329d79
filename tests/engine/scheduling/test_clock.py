"""The clock: instants, switches, CPUs."""

import pytest

from engine.errors import ScheduleError
from engine.scheduling.clock import Budget
from engine.scheduling.order import read_order
from engine.scheduling.schedule import compute as compute_plan
from tests.engine.scheduling.worked import compute, gantt, reasons, rules


def bars(body: dict) -> list[tuple[str, int, float, float]]:
    return [(bar["name"], bar["cpu"], bar["start"], bar["end"]) for bar in body["gantt"]]


def test_a_switch_costs_time_but_the_first_job_does_not() -> None:
    body = compute("fcfs", "A 0 2, B 0 2, C 9 1", switch_cost=1)
    assert gantt(body) == "A 0-2, B 3-5, C 10-11"
    assert (body["switches"], "switch-cost" in rules(body)) == (2, True)


def test_going_on_with_the_same_job_after_its_io_is_no_switch() -> None:
    assert gantt(compute("fcfs", "A 0 2+3io+2", switch_cost=1)) == "A 0-2, A 5-7"


def test_a_job_returns_to_its_cpu_if_that_is_free() -> None:
    assert bars(compute("fcfs", "A 0 2+1io+2, B 0 2+1io+2", cpus=2)) == [("A", 0, 0, 2), ("B", 1, 0, 2), ("A", 0, 3, 5), ("B", 1, 3, 5)]


def test_cpus_share_one_queue() -> None:
    assert bars(compute("fcfs", "A 0 5, B 0 2, C 0 2", cpus=2)) == [("A", 0, 0, 5), ("B", 1, 0, 2), ("C", 1, 2, 4)]


def test_an_arrival_goes_before_an_io_that_ends_then() -> None:
    assert gantt(compute("fcfs", "A 0 1+3io+1, B 0 5, C 4 1")) == "A 0-1, B 1-6, C 6-7, A 7-8"


def test_idle_time_is_decided_too() -> None:
    assert reasons(compute("fcfs", "A 1 1, B 4 1")) == [(0, None, "idle"), (1, "A", "only"), (2, None, "idle"), (4, "B", "only")]


def test_decimals_are_exact() -> None:
    body = compute("rr", "A 0.1 0.3, B 0.2 0.3", quantum=0.1)
    assert gantt(body) == "A 0.1-0.2, B 0.2-0.3, A 0.3-0.4, B 0.4-0.5, A 0.5-0.6, B 0.6-0.7"


def test_huge_times_cost_nothing() -> None:
    assert compute("srtf", "A 0 1000000000, B 999999999 1000000000")["end"] == 2_000_000_000
    assert compute("mlfq", ostep="1000000000,5,0", boost=1)["end"] == 1_000_000_005


def test_a_schedule_without_end_is_refused() -> None:
    asked = {"policy": "priority-preemptive", "jobs": "A 0 1000000000 1, B 0 1000000000 2", "age": 1}  # nobody foresees how often they swap
    plan = read_order(asked).plan("priority-preemptive")
    with pytest.raises(ScheduleError, match="this needs more than 1000 steps"):
        compute_plan(plan, budget=Budget(1000))


def test_clocks_may_share_what_steps_there_are() -> None:
    budget = Budget(30)
    plan = read_order({"policy": "rr", "jobs": "A 0 20", "quantum": 1}).plan("rr")
    compute_plan(plan, budget=budget)
    with pytest.raises(ScheduleError, match="this needs more than 30 steps"):
        compute_plan(plan, budget=budget)
