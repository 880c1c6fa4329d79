"""Lottery scheduling."""

import pytest

from engine.errors import ScheduleError
from tests.engine.scheduling.worked import compute, gantt, order, reasons


@pytest.mark.parametrize(
    ("jobs", "seed", "expected"),
    [
        # What OSTEP's lottery.py runs for -l 4:1,4:3,4:2 and so on, with -q 1.
        ("A 0 4 1, B 0 4 3, C 0 4 2", 0, "ACBCBABBCCAA"),
        ("A 0 4 1, B 0 4 3, C 0 4 2", 1, "AACBBBCABACC"),
        ("A 0 10 1, B 0 10 100", 0, "BBBBBBBBBBAAAAAAAAAA"),
        ("A 0 8 75, B 0 5 25", 2, "AAAABAAAABBBB"),
    ],
)
def test_osteps_simulator(jobs: str, seed: int, expected: str) -> None:
    assert order(compute("lottery", jobs, seed=seed)) == expected


def test_the_same_seed_draws_the_same() -> None:
    jobs = "A 0 30, B 0 30, C 0 30"
    first, again, other = (gantt(compute("lottery", jobs, seed=seed)) for seed in (3, 3, 4))
    assert first == again != other


def test_tickets_are_shares_in_the_long_run() -> None:
    ran = order(compute("lottery", "A 0 8000 300, B 0 8000 100", seed=1))[:8000]
    assert 0.72 < ran.count("A") / len(ran) < 0.78


def test_the_draw_is_told() -> None:
    body = compute("lottery", "A 0 2 1, B 0 2 3", seed=0)
    parameters = body["decisions"][0]["reason"]["parameters"]
    assert reasons(body)[0][2] == "drawn"
    assert (parameters["total"], parameters["tickets"]) == (4, {"A": 1, "B": 3}[parameters["name"]])
    assert (parameters["ticket"] >= 1) == (parameters["name"] == "B")


def test_a_job_needs_a_ticket() -> None:
    with pytest.raises(ScheduleError, match="jobs/1/priority: B needs 1 ticket or more"):
        compute("lottery", "A 0 2 1, B 0 2 0")
