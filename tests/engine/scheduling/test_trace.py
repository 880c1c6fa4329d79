"""What is kept of a schedule."""

from engine.scheduling.order import read_order
from engine.scheduling.schedule import compute as compute_plan
from tests.engine.scheduling.worked import compute


def test_work_without_a_gap_is_one_bar() -> None:
    assert len(compute("rr", "A 0 9", quantum=2)["gantt"]) == 1


def test_who_was_ready_and_who_did_io() -> None:
    body = compute("rr", "A 0 3, B 0 1+2io+1", quantum=2)
    assert body["ready"] == [
        {"name": "B", "start": 0, "end": 2}, {"name": "A", "start": 2, "end": 3},
    ]  # fmt: skip
    assert body["io"] == [{"name": "B", "start": 3, "end": 5}]


def test_a_long_schedule_keeps_its_first_decisions_and_says_how_many_there_were() -> None:
    body = compute("rr", "A 0 3000, B 0 3000", quantum=1)
    assert (len(body["decisions"]), body["decision_count"]) == (2000, 6000)


def test_many_jobs_keep_no_decisions() -> None:
    order = read_order({"policy": "fcfs", "jobs": ", ".join(f"J{at} 0 1" for at in range(201))})
    assert compute_plan(order.plan("fcfs")).trace.decisions == []
