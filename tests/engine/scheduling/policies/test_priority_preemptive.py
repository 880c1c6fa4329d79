"""Priority, pre-emptive."""

from tests.engine.scheduling.worked import column, compute, gantt, reasons, rules


def test_a_textbook_example() -> None:
    body = compute("priority-preemptive", "P1 0 11 2, P2 5 28 0, P3 12 2 3, P4 2 10 1, P5 9 16 4")
    assert gantt(body) == "P1 0-2, P4 2-5, P2 5-33, P4 33-40, P1 40-49, P3 49-51, P5 51-67"
    assert column(body, "waiting") == [38, 0, 37, 28, 42]
    assert body["mean"]["waiting"] == 29


def test_an_equal_priority_does_not_preempt() -> None:
    body = compute("priority-preemptive", "A 0 4 2, B 1 1 2")
    assert gantt(body) == "A 0-4, B 4-5"
    assert reasons(body)[1] == (1, "A", "keeps.priority")
    assert "equal-priority-keeps" in rules(body)


def test_a_stream_of_better_jobs_starves_a_bad_one_unless_it_ages() -> None:
    jobs = "Z 0 2 5, " + ", ".join(f"S{at} {at * 3} 3 1" for at in range(10))
    assert compute("priority-preemptive", jobs)["jobs"][0]["finish"] == 32
    # At 9, Z stands at 5 - 9 // 2 = 1, equal to S3, which comes just then; and it keeps that while it runs.
    assert gantt(compute("priority-preemptive", jobs, age=2)).startswith("S0 0-3, S1 3-6, S2 6-9, Z 9-11, S3 11-14")


def test_a_job_that_was_preempted_begins_to_wait_anew() -> None:
    # B betters from 2 to 0 and runs at that; A betters from 1 to -1, at which B, from 2 again, has to wait for longer than A needs.
    body = compute("priority-preemptive", "A 0 6 1, B 0 6 2", age=1)
    assert gantt(body) == "A 0-2, B 2-4, A 4-8, B 8-12"
