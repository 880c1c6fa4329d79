"""First come, first served."""

from collections import deque
from collections.abc import Sequence

from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.policy import Cause, Pick, Policy, Queue
from engine.scheduling.saying import Saying


class Fcfs(Policy):
    """One queue; whoever is at its head runs to the end of its burst."""

    name = "fcfs"

    def __init__(self, tasks: Sequence[Task], knobs: Knobs) -> None:
        super().__init__(tasks, knobs)
        self._queue: deque[Task] = deque()

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Queue a job at the end."""
        self._queue.append(task)

    def choose(self, now: int) -> Pick | None:
        """Take the head."""
        if not self._queue:
            return None
        task = self._queue.popleft()
        if not self._queue:
            return Pick(task, None, Saying("only", {"name": task.name}))
        return Pick(task, None, Saying("first-come", {"name": task.name, "since": task.came}))

    def queues(self) -> list[Queue]:
        """List the one queue."""
        return [Queue(None, list(self._queue))]

    def rules(self) -> list[Saying]:
        """List the rules."""
        return [Saying("not-preemptive")]
