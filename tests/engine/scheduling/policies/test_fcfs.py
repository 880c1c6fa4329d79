"""First come, first served."""

import pytest

from tests.engine.scheduling.worked import ARRIVALS, SILBERSCHATZ, STALLINGS, column, compute, gantt, reasons


def test_a_convoy_forms_behind_a_long_job() -> None:
    body = compute("fcfs", SILBERSCHATZ)
    assert gantt(body) == "P1 0-24, P2 24-27, P3 27-30"
    assert column(body, "waiting") == [0, 24, 27]
    assert body["mean"] == {"response": 17, "waiting": 17, "turnaround": 27}


def test_short_jobs_first_wait_less() -> None:
    body = compute("fcfs", "P2 0 3, P3 0 3, P1 0 24")
    assert gantt(body) == "P2 0-3, P3 3-6, P1 6-30"
    assert body["mean"] == {"response": 3, "waiting": 3, "turnaround": 13}


@pytest.mark.parametrize(
    ("jobs", "waiting", "turnaround"),
    [
        (ARRIVALS, 4.75, 8.75),
        ("A 0 100, B 0 10, C 0 10", 70, 110),  # OSTEP, chapter 7
        ("A 0 10, B 0 10, C 0 10", 10, 20),  # OSTEP, chapter 7
        ("A 0 8, B 0 4, C 0 4, D 0 4", 9, 14),  # Tanenbaum
        (STALLINGS, 4.6, 8.6),
    ],
)
def test_textbook_means(jobs: str, waiting: float, turnaround: float) -> None:
    mean = compute("fcfs", jobs)["mean"]
    assert (mean["waiting"], mean["turnaround"]) == (waiting, turnaround)


def test_stallings_finish_times() -> None:
    assert column(compute("fcfs", STALLINGS), "finish") == [3, 9, 13, 18, 20]


def test_the_reason_names_who_came_when() -> None:
    body = compute("fcfs", "A 0 3, B 1 1, C 2 1")
    assert reasons(body) == [(0, "A", "only"), (3, "B", "first-come"), (4, "C", "only")]
    assert body["decisions"][1]["reason"]["text"] == "B came first, at 1."
    assert body["decisions"][1]["queues"] == [{"level": None, "jobs": ["C"], "length": 1}]


def test_a_job_back_from_its_io_queues_at_the_end() -> None:
    assert gantt(compute("fcfs", "A 0 1+1io+1, B 0 3, C 1 2")) == "A 0-1, B 1-4, C 4-6, A 6-7"
