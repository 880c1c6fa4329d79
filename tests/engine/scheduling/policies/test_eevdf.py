"""Earliest eligible virtual deadline first."""

import pytest

from tests.engine.scheduling.worked import compute, gantt, order, reasons, rules


def test_equal_jobs_take_turns() -> None:
    assert gantt(compute("eevdf", "A 0 6, B 0 6, C 0 6", quantum=2)) == (
        "A 0-2, B 2-4, C 4-6, A 6-8, B 8-10, C 10-12, A 12-14, B 14-16, C 16-18"
    )


def test_weights_are_shares() -> None:
    ran = order(compute("eevdf", "A 0 600 -5, B 0 600 0", quantum=1))
    assert ran[:600].count("A") / 600 == pytest.approx(3121 / (3121 + 1024), abs=0.01)


def test_a_job_that_had_more_than_its_share_is_not_eligible_though_its_slice_is_due_first() -> None:
    # A, heavy, is due first again and again, but may not run ahead of the queue's time: B comes between.
    body = compute("eevdf", "A 0 12 -5, B 0 6 0", quantum=2)
    assert gantt(body).startswith("A 0-2, B 2-4, A 4-")
    assert (2, "B", "earliest-due") in reasons(body)
    assert "eligible" in rules(body)


def test_a_job_comes_at_the_queues_time() -> None:
    ran = order(compute("eevdf", "A 0 40, B 20 10", quantum=1))
    assert ran[20:40].count("B") == 10


def test_a_job_that_sleeps_saves_up_no_more_than_a_slice() -> None:
    ran = order(compute("eevdf", "A 0 60, B 0 1+30io+10", quantum=2))
    woke = ran.index("B", 5)
    assert ran[woke : woke + 12].count("B") <= 8
