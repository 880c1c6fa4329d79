"""Priority, not pre-emptive."""

from tests.engine.scheduling.worked import column, compute, gantt, reasons, rules

JOBS = "P1 0 10 3, P2 0 1 1, P3 0 2 4, P4 0 1 5, P5 0 5 2"


def test_silberschatz() -> None:
    body = compute("priority", JOBS)
    assert gantt(body) == "P2 0-1, P5 1-6, P1 6-16, P3 16-18, P4 18-19"
    assert column(body, "waiting") == [6, 0, 16, 18, 1]
    assert body["mean"] == {"response": 8.2, "waiting": 8.2, "turnaround": 12}
    assert "low-number-first" in rules(body)


def test_the_high_number_can_be_the_high_priority() -> None:
    body = compute("priority", JOBS, high_number_first=True)
    assert gantt(body) == "P4 0-1, P3 1-3, P1 3-13, P5 13-18, P2 18-19"
    assert "high-number-first" in rules(body)
    assert body["decisions"][0]["reason"]["text"] == "P4 has the best priority: 5."


def test_equal_priorities_run_in_the_order_they_came() -> None:
    assert gantt(compute("priority", "A 0 2 1, B 1 2 2, C 0 2 2, D 1 1 2")) == "A 0-2, C 2-4, B 4-6, D 6-7"


def test_a_running_job_is_not_preempted() -> None:
    assert gantt(compute("priority", "A 0 5 9, B 1 1 1")) == "A 0-5, B 5-6"


def test_waiting_makes_a_job_better() -> None:
    # At 12, B has waited 12 and stands at 9 - 12 // 2 = 3; C has just come with 4.
    jobs = "A 0 12 1, B 0 3 9, C 12 5 4"
    assert gantt(compute("priority", jobs)) == "A 0-12, C 12-17, B 17-20"
    body = compute("priority", jobs, age=2)
    assert gantt(body) == "A 0-12, B 12-15, C 15-20"
    assert reasons(body)[1] == (12, "B", "best-priority-aged")
    assert body["decisions"][1]["reason"]["text"] == "B has the best priority: 3, from 9 by waiting 12."
    assert "ageing" in rules(body)


def test_ageing_counts_whole_steps() -> None:
    # B waited 5, which is two steps of 2: 6 - 2 = 4, equal to C, who came later.
    assert gantt(compute("priority", "A 0 5 1, B 0 1 6, C 5 1 4", age=2)) == "A 0-5, B 5-6, C 6-7"
    assert gantt(compute("priority", "A 0 5 1, B 0 1 7, C 5 1 4", age=2)) == "A 0-5, C 5-6, B 6-7"
