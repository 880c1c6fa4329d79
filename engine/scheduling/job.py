"""What is to be scheduled: jobs as they are given, and a job on its way through a schedule."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.scheduling.exact import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it is given. bursts: CPU and I/O in turn, CPU first and last.

    priority: the job's fourth number; what it means (priority, tickets, nice value) is the policy's to say.
    """

    name: str
    arrival: Fraction
    bursts: tuple[Fraction, ...]
    priority: int | None = None

    @property
    def cpu_time(self) -> Fraction:
        """All the CPU time it needs."""
        return sum(self.bursts[::2], Fraction(0))

    @property
    def io_time(self) -> Fraction:
        """All the time it spends in I/O."""
        return sum(self.bursts[1::2], Fraction(0))


@dataclass(slots=True, eq=False)
class Task:
    """A job on its way; all times in ticks. Policies read it and never write it.

    length, remaining: of its CPU burst, the whole and what is left. came: when it last arrived, at first or back from I/O.
    since: when it last became ready, in whatever way.
    """

    index: int
    name: str
    arrival: int
    priority: int | None
    bursts: Sequence[int]
    burst: int = 0  # which of `bursts` it is in
    length: int = 0
    remaining: int = 0
    came: int = 0
    since: int = 0
    cpu: int | None = None  # where it ran last
    first_run: int | None = None
    finish: int | None = None
    place: tuple[int, int] = (0, 0)  # who came first: the instant, and the order in which those of one instant queue

    def begin_burst(self, now: int, order: int) -> None:
        """Become ready for the CPU burst it stands at."""
        self.length = self.remaining = self.bursts[self.burst]
        self.came = now
        self.place = (now, order)


def make_tasks(jobs: Sequence[Job], scale: Scale) -> list[Task]:
    """Make fresh tasks of jobs."""
    return [
        Task(index, job.name, scale.ticks(job.arrival), job.priority, [scale.ticks(part) for part in job.bursts])
        for index, job in enumerate(jobs)
    ]
