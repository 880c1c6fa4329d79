"""Priority, and round robin among equals."""

from tests.engine.scheduling.worked import column, compute, gantt, rules


def test_silberschatz() -> None:
    body = compute("priority-rr", "P1 0 4 3, P2 0 5 2, P3 0 8 2, P4 0 7 1, P5 0 3 3", quantum=2)
    assert gantt(body) == ("P4 0-7, P2 7-9, P3 9-11, P2 11-13, P3 13-15, P2 15-16, P3 16-20, P1 20-22, P5 22-24, P1 24-26, P5 26-27")


def test_a_preempted_job_goes_to_the_end_of_its_queue() -> None:
    # The jobs of an exercise of Silberschatz, where the high number is the high priority and the slice is 10.
    jobs = "P1 0 15 8, P2 0 20 3, P3 20 20 4, P4 25 20 4, P5 45 5 5, P6 55 15 5"
    body = compute("priority-rr", jobs, quantum=10, high_number_first=True)
    assert gantt(body) == ("P1 0-15, P2 15-20, P3 20-30, P4 30-40, P3 40-45, P5 45-50, P4 50-55, P6 55-70, P3 70-75, P4 75-80, P2 80-95")
    assert column(body, "turnaround") == [15, 95, 55, 55, 5, 15]
    assert "preempted-last" in rules(body)


def test_or_it_keeps_its_place_and_the_rest_of_its_slice() -> None:
    jobs = "A 0 6 2, B 0 6 2, C 1 2 1"
    assert gantt(compute("priority-rr", jobs, quantum=4)) == "A 0-1, C 1-3, B 3-7, A 7-11, B 11-13, A 13-14"
    body = compute("priority-rr", jobs, quantum=4, preempted_last=False)
    assert gantt(body) == "A 0-1, C 1-3, A 3-6, B 6-10, A 10-12, B 12-14"
    assert "preempted-first" in rules(body)
