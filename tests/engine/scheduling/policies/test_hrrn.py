"""Highest response ratio next."""

from tests.engine.scheduling.worked import STALLINGS, column, compute, gantt, reasons


def test_stallings() -> None:
    body = compute("hrrn", STALLINGS)
    assert column(body, "finish") == [3, 9, 13, 20, 15]
    assert body["mean"]["turnaround"] == 8


def test_the_ratio_is_told() -> None:
    # At 9: C has waited 5 for 4, ratio 2.25; D 3 for 5, 1.6; E 1 for 2, 1.5.
    body = compute("hrrn", STALLINGS)
    assert reasons(body)[2] == (9, "C", "highest-ratio")
    assert body["decisions"][2]["reason"]["parameters"] == {"name": "C", "ratio": 2.25, "wait": 5, "length": 4}


def test_equal_ratios_run_in_the_order_they_came() -> None:
    assert gantt(compute("hrrn", "A 0 6, B 2 4, C 4 2")) == "A 0-6, B 6-10, C 10-12"
