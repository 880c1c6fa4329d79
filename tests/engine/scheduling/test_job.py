"""Jobs and tasks."""

from fractions import Fraction

from engine.scheduling.exact import Scale
from engine.scheduling.job import Job, make_tasks

JOB = Job(name="A", arrival=Fraction(1, 2), bursts=(Fraction(5), Fraction(3), Fraction(4)))


def test_cpu_and_io_take_turns() -> None:
    assert (JOB.cpu_time, JOB.io_time) == (9, 3)


def test_a_task_counts_in_ticks() -> None:
    (task,) = make_tasks([JOB], Scale(2))
    assert (task.arrival, task.bursts) == (1, [10, 6, 8])
    task.begin_burst(7, 3)
    assert (task.length, task.remaining, task.came, task.place) == (10, 10, 7, (7, 3))
