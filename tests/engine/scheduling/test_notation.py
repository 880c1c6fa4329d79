"""The notations for jobs."""

from fractions import Fraction
from typing import Any

import pytest

from engine.errors import ScheduleError
from engine.scheduling.notation import read_jobs, read_ostep


def test_as_a_textbook_writes_them() -> None:
    first, second, third = read_jobs("P1 0 24, P2 0.5 3 2\n P3 1 5+3io+4")
    assert (first.name, first.arrival, first.bursts, first.priority) == ("P1", 0, (24,), None)
    assert (second.arrival, second.priority) == (Fraction(1, 2), 2)
    assert third.bursts == (5, 3, 4)


def test_with_chinese_punctuation() -> None:
    assert [job.name for job in read_jobs("作业1 0 3，作业2 1 2；作业3 2 1")] == ["作业1", "作业2", "作业3"]


def test_as_ostep_writes_them() -> None:
    first, second, third = read_ostep("0,9,4:3,8,4:0,5,0", Fraction(5))
    assert (first.name, first.arrival, first.bursts) == ("J0", 0, (4, 5, 4, 5, 1))
    assert second.bursts == (4, 5, 4)  # no I/O at the very end
    assert third.bursts == (5,)


def test_as_json_has_them() -> None:
    first, second = read_jobs([{"name": "A", "burst": "1+2io+1"}, {"arrival": 1, "bursts": [3, 1, 2], "priority": 4}])
    assert (first.arrival, first.bursts) == (0, (1, 2, 1))
    assert (second.name, second.bursts, second.priority) == ("P2", (3, 1, 2), 4)


@pytest.mark.parametrize(
    ("jobs", "field"),
    [
        ("", "jobs"),
        (" , ", "jobs"),
        (7, "jobs"),
        ([], "jobs"),
        ("P1 0", "jobs/0"),
        ("P1 0 3 1 9", "jobs/0"),
        ("P1 0 3, P2 x 3", "jobs/1/arrival"),
        ("P1 -1 3", "jobs/0/arrival"),
        ("P1 0 0", "jobs/0/burst"),
        ("P1 0 -3", "jobs/0/burst"),
        ("P1 0 nan", "jobs/0/burst"),
        ("P1 0 9999999999", "jobs/0/burst"),
        ("P1 0 5+3", "jobs/0/burst"),
        ("P1 0 5+3io", "jobs/0/burst"),
        ("P1 0 5io", "jobs/0/burst"),
        ("P1 0 5++4", "jobs/0/burst"),
        ("P1 0 3 high", "jobs/0/priority"),
        ("P1 0 3 1.5", "jobs/0/priority"),
        ("P1 0 3, P1 0 4", "jobs/1/name"),
        ([{"name": "", "burst": 1}], "jobs/0/name"),
        ([{"name": "x" * 41, "burst": 1}], "jobs/0/name"),
        ([{"name": "a\nb", "burst": 1}], "jobs/0/name"),
        ([{"name": 3, "burst": 1}], "jobs/0/name"),
        ([{"name": "A"}], "jobs/0/burst"),
        ([{"name": "A", "burst": 1, "bursts": [1]}], "jobs/0/burst"),
        ([{"name": "A", "bursts": [1, 2]}], "jobs/0/bursts"),
        ([{"name": "A", "bursts": []}], "jobs/0/bursts"),
        ([{"name": "A", "burst": True}], "jobs/0/burst"),
        ([{"name": "A", "burst": float("inf")}], "jobs/0/burst"),
        ([{"name": "A", "burst": 1, "weight": 3}], "jobs/0/weight"),
        (["A"], "jobs/0"),
        ([{"name": f"J{at}", "burst": 1} for at in range(10_001)], "jobs"),
    ],
)
def test_what_is_wrong_is_named(jobs: Any, field: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        read_jobs(jobs)
    assert caught.value.field == field
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "field"),
    [("0,1", "ostep/0"), ("0,0,0", "ostep/0/length"), ("0,5,-1", "ostep/0/io_every"), ("a,5,0", "ostep/0/start"), (3, "ostep"),
     ("", "ostep"), ("0,1000000,0.000001", "ostep/0/io_every")],
)  # fmt: skip
def test_what_is_wrong_in_osteps_notation_is_named(text: Any, field: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        read_ostep(text, Fraction(5))
    assert caught.value.field == field
