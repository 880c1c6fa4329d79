"""Nice values."""

from itertools import pairwise

import pytest

from engine.errors import ScheduleError
from engine.scheduling.job import Task
from engine.scheduling.weights import NORMAL, WEIGHTS, weight_of


def test_a_step_is_a_quarter() -> None:
    assert len(WEIGHTS) == 40
    assert all(1.15 < heavier / lighter < 1.35 for heavier, lighter in pairwise(WEIGHTS))


def test_a_job_without_a_nice_value_weighs_what_nice_0_does() -> None:
    assert weight_of(Task(0, "A", 0, None, [1])) == weight_of(Task(0, "A", 0, 0, [1])) == NORMAL


def test_other_numbers_are_refused() -> None:
    with pytest.raises(ScheduleError, match="jobs/2/priority"):
        weight_of(Task(2, "A", 0, 20, [1]))
