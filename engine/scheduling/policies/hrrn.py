"""Highest response ratio next."""

from collections.abc import Sequence
from fractions import Fraction

from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.policy import Cause, Pick, Policy, Queue
from engine.scheduling.ratios import Ratios
from engine.scheduling.saying import Parameters, Saying


class Hrrn(Policy):
    """The job whose (wait + length) / length is highest runs to the end of its burst: short jobs first, but nobody waits for ever."""

    name = "hrrn"

    def __init__(self, tasks: Sequence[Task], knobs: Knobs) -> None:
        super().__init__(tasks, knobs)
        self._ready = Ratios(len(tasks))

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Add a job."""
        self._ready.push(task, now)

    def choose(self, now: int) -> Pick | None:
        """Take the highest ratio."""
        if not self._ready:
            return None
        task = self._ready.best(now)
        self._ready.take(task, now)
        if not self._ready:
            return Pick(task, None, Saying("only", {"name": task.name}))
        facts: Parameters = {"name": task.name, "ratio": float(ratio(task, now)), "wait": now - task.since, "length": task.length}
        return Pick(task, None, Saying("highest-ratio", facts))

    def queues(self) -> list[Queue]:
        """List who is ready, first come first; the ratios change with time."""
        return [Queue(None, self._ready.in_order())]

    def rules(self) -> list[Saying]:
        """List the rules."""
        return [Saying("not-preemptive"), Saying("known-lengths"), Saying("equal-ratio-first-come")]


def ratio(task: Task, now: int) -> Fraction:
    """Return a job's response ratio."""
    return 1 + Fraction(now - task.since, task.length)
