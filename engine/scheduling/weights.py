"""What a nice value weighs: a step of one is worth about a tenth of the CPU, nice 0 weighs 1024."""

from engine.errors import ScheduleError
from engine.scheduling.job import Task

# Linux's table (sched_prio_to_weight), as OSTEP prints it: nice -20 first. Each is about 1.25 times the next.
WEIGHTS = (
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
    1024, 820, 655, 526, 423, 335, 272, 215, 172, 137, 110, 87, 70, 56, 45, 36, 29, 23, 18, 15,
)  # fmt: skip
NORMAL = 1024


def weight_of(task: Task) -> int:
    """Return a job's weight; its fourth number is its nice value. Raises ScheduleError for one that is none."""
    nice = task.priority or 0
    if not -20 <= nice <= 19:
        raise ScheduleError(f"jobs/{task.index}/priority", f"{task.name}: the priority is a nice value here, from -20 to 19.")
    return WEIGHTS[nice + 20]
