"""Fair share as CFS does it."""

import pytest

from engine.errors import ScheduleError
from tests.engine.scheduling.worked import compute, gantt, order


def test_ostep_four_jobs_then_two() -> None:
    body = compute("cfs", "A 0 96, B 0 96, C 0 24, D 0 24")
    assert gantt(body).startswith("A 0-12, B 12-24, C 24-36, D 36-48, A 48-60, B 60-72, C 72-84, D 84-96, A 96-120, B 120-144")


def test_ostep_a_heavy_job_gets_three_quarters() -> None:
    # nice -5 weighs 3121, nice 0 weighs 1024: of 48, 36.15 and 11.85, rounded down;
    # after 36 of A's slow time B is behind with 11 of its own, and runs again.
    body = compute("cfs", "A 0 360 -5, B 0 120 0")
    assert gantt(body).startswith("A 0-36, B 36-58, A 58-94, B 94-105")
    assert order(body)[:230].count("A") / 230 == pytest.approx(0.76, abs=0.02)


def test_no_slice_is_shorter_than_the_least() -> None:
    jobs = ", ".join(f"J{at} 0 12" for at in range(10))
    assert gantt(compute("cfs", jobs)).startswith("J0 0-6, J1 6-12, J2 12-18")


def test_a_job_that_slept_gets_no_turns_for_the_past() -> None:
    body = compute("cfs", "A 0 200, B 0 4+100io+60", latency=20, minimum_slice=5)
    ran = order(body)
    woke = ran.index("B", 40)
    assert ran[woke : woke + 40].count("B") == 20


def test_a_nice_value_has_its_bounds() -> None:
    with pytest.raises(ScheduleError, match=r"jobs/0/priority: A: the priority is a nice value here, from -20 to 19\."):
        compute("cfs", "A 0 5 20")
