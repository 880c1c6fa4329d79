"""Highest response ratio next."""

from collections.abc import Sequence
from fractions import Fraction

from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.ordered import Groups
from engine.scheduling.policy import Cause, Pick, Policy, Queue
from engine.scheduling.saying import Parameters, Saying


class Hrrn(Policy):
    """The job whose (wait + length) / length is highest runs to the end of its burst: short jobs first, but nobody waits for ever."""

    name = "hrrn"

    def __init__(self, tasks: Sequence[Task], knobs: Knobs) -> None:
        super().__init__(tasks, knobs)
        self._ready = Groups()

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Add a job."""
        self._ready.push(task.length, task)

    def choose(self, now: int) -> Pick | None:
        """Take the highest ratio."""
        heads = self._ready.heads()
        if not heads:
            return None
        length, task = heads[0]
        for other_length, other in heads:
            # wait / length is the ratio less 1; multiplied out, it stays whole.
            ours, theirs = (now - task.since) * other_length, (now - other.since) * length
            if theirs > ours or (theirs == ours and other.place < task.place):
                length, task = other_length, other
        self._ready.take(length)
        if not self._ready.heads():
            return Pick(task, None, Saying("only", {"name": task.name}))
        facts: Parameters = {"name": task.name, "ratio": float(ratio(task, now)), "wait": now - task.since, "length": length}
        return Pick(task, None, Saying("highest-ratio", facts))

    def queues(self) -> list[Queue]:
        """List who is ready, first come first; the ratios change with time."""
        return [Queue(None, sorted((task for _, task in self._ready.all()), key=lambda task: task.place))]

    def rules(self) -> list[Saying]:
        """List the rules."""
        return [Saying("not-preemptive"), Saying("known-lengths"), Saying("equal-ratio-first-come")]


def ratio(task: Task, now: int) -> Fraction:
    """Return a job's response ratio."""
    return 1 + Fraction(now - task.since, task.length)
