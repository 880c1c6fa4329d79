"""Multilevel queue."""

from tests.engine.scheduling.worked import compute, gantt, reasons

JOBS = "A 0 5 1, B 0 3 1, C 0 4 2, D 9 2 1, E 0 3 2"


def test_the_higher_queue_takes_turns_and_the_lowest_is_first_come() -> None:
    assert gantt(compute("mlq", JOBS, quantum=2)) == "A 0-2, B 2-4, A 4-6, B 6-7, A 7-8, C 8-9, D 9-11, C 11-14, E 14-17"


def test_each_queue_can_have_its_own_slice() -> None:
    # D comes as C's slice of 1 expires: C has had its turn, so E is next.
    assert gantt(compute("mlq", JOBS, quanta=[0, 1])) == "A 0-5, B 5-8, C 8-9, D 9-11, E 11-12, C 12-13, E 13-14, C 14-15, E 15-16, C 16-17"


def test_the_queues_are_told_highest_first() -> None:
    body = compute("mlq", JOBS, quantum=2)
    assert body["decisions"][0]["queues"] == [
        {"level": 0, "jobs": ["B"], "length": 1},
        {"level": 1, "jobs": ["C", "E"], "length": 2},
    ]
    assert (9, "D", "higher-queue") in reasons(body)
