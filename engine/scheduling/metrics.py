"""What a schedule is worth: response, waiting and turnaround of each job, and of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.scheduling.exact import Scale
from engine.scheduling.job import Job

NAMES = ("response", "waiting", "turnaround")


@dataclass(frozen=True, slots=True)
class JobMetrics:
    """One job's times, in ticks. busy: on the CPU and in I/O together."""

    job: Job
    arrival: int
    busy: int
    first_run: int
    finish: int

    @property
    def response(self) -> int:
        """From its arrival to its first run."""
        return self.first_run - self.arrival

    @property
    def turnaround(self) -> int:
        """From its arrival to its end."""
        return self.finish - self.arrival

    @property
    def waiting(self) -> int:
        """Of its turnaround, what was neither CPU nor I/O."""
        return self.turnaround - self.busy


@dataclass(frozen=True, slots=True)
class Metrics:
    """A schedule's numbers. work: ticks of the jobs' work, on all CPUs; end: when the last job ends."""

    jobs: Sequence[JobMetrics]
    scale: Scale
    work: int
    end: int
    cpus: int
    switches: int

    def mean(self, name: str) -> Fraction:
        """Return the mean of response, waiting or turnaround, in units."""
        return Fraction(sum(getattr(job, name) for job in self.jobs), len(self.jobs) * self.scale.ticks_per_unit)

    @property
    def cpu_busy(self) -> Fraction:
        """The percentage of the CPUs' time, from 0 to the end, that went into the jobs' work."""
        return Fraction(100 * self.work, self.end * self.cpus)

    @property
    def throughput(self) -> Fraction:
        """Jobs per unit of time."""
        return Fraction(len(self.jobs) * self.scale.ticks_per_unit, self.end)

    @property
    def longest(self) -> JobMetrics:
        """The job that waited longest."""
        return max(self.jobs, key=lambda job: job.waiting)
