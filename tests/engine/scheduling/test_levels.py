"""Queues by priority."""

from engine.scheduling.job import Task
from engine.scheduling.levels import priority_of
from tests.engine.scheduling.worked import compute, gantt


def test_less_is_better_whichever_number_is_high() -> None:
    task = Task(0, "A", 0, 3, [1])
    assert (priority_of(task, high_first=False), priority_of(task, high_first=True)) == (3, -3)
    assert priority_of(Task(0, "A", 0, None, [1]), high_first=True) == 0


def test_any_numbers_can_be_levels() -> None:
    assert gantt(compute("mlq", "A 0 1 700, B 0 1 -3, C 0 1")) == "B 0-1, C 1-2, A 2-3"
    assert gantt(compute("mlq", "A 0 1 700, B 0 1 -3, C 0 1", high_number_first=True)) == "A 0-1, C 1-2, B 2-3"
