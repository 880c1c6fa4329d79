"""Shortest job first."""

import pytest

from tests.engine.scheduling.worked import ARRIVALS, STALLINGS, column, compute, gantt, reasons, rules


def test_silberschatz() -> None:
    body = compute("sjf", "P1 0 6, P2 0 8, P3 0 7, P4 0 3")
    assert gantt(body) == "P4 0-3, P1 3-9, P3 9-16, P2 16-24"
    assert column(body, "waiting") == [3, 16, 9, 0]
    assert body["mean"] == {"response": 7, "waiting": 7, "turnaround": 13}


@pytest.mark.parametrize(
    ("jobs", "waiting", "turnaround"),
    [
        (ARRIVALS, 4, 8),
        ("P1 0 8, P2 1 4, P3 2 9, P4 3 5", 7.75, 14.25),
        ("A 0 100, B 0 10, C 0 10", 10, 50),  # OSTEP
        ("A 0 5, B 0 5, C 0 5", 5, 10),  # OSTEP
        ("A 0 8, B 0 4, C 0 4, D 0 4", 6, 11),  # Tanenbaum
        (STALLINGS, 3.6, 7.6),  # "SPN" there
    ],
)
def test_textbook_means(jobs: str, waiting: float, turnaround: float) -> None:
    mean = compute("sjf", jobs)["mean"]
    assert (mean["waiting"], mean["turnaround"]) == (waiting, turnaround)


def test_stallings_finish_times() -> None:
    assert column(compute("sjf", STALLINGS), "finish") == [3, 9, 15, 20, 11]


def test_equal_lengths_run_in_the_order_they_came() -> None:
    body = compute("sjf", "A 0 4, B 2 3, C 1 3")
    assert gantt(body) == "A 0-4, C 4-7, B 7-10"
    assert reasons(body)[1] == (4, "C", "shortest")
    assert "equal-length-first-come" in rules(body)


def test_what_counts_is_the_next_burst() -> None:
    assert gantt(compute("sjf", "A 0 2+1io+9, B 0 4")) == "A 0-2, B 2-6, A 6-15"
