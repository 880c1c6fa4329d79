"""Shortest job first."""

from collections.abc import Sequence

from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.ordered import Ordered
from engine.scheduling.policy import Cause, Pick, Policy, Queue
from engine.scheduling.saying import Saying


class Sjf(Policy):
    """The job with the shortest next burst runs to the end of it."""

    name = "sjf"

    def __init__(self, tasks: Sequence[Task], knobs: Knobs) -> None:
        super().__init__(tasks, knobs)
        self._ready = Ordered()

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Add a job."""
        self._ready.push((task.remaining, *task.place), task)

    def choose(self, now: int) -> Pick | None:
        """Take the shortest."""
        if not self._ready:
            return None
        why = self._why()
        return Pick(self._ready.pop(), None, why)

    def _why(self) -> Saying:
        task = self._ready.first
        if len(self._ready) == 1:
            return Saying("only", {"name": task.name})
        return Saying("shortest", {"name": task.name, "length": task.remaining})

    def queues(self) -> list[Queue]:
        """List who is ready, shortest first."""
        return [Queue(None, self._ready.in_order())]

    def rules(self) -> list[Saying]:
        """List the rules."""
        return [Saying("not-preemptive"), Saying("known-lengths"), Saying("equal-length-first-come")]
