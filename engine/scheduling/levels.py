"""Several ready queues, the higher always before the lower; a job stays in its queue. Shared by `mlq` and `priority-rr`."""

from collections import deque
from collections.abc import Sequence
from typing import ClassVar

from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.policy import Cause, Pick, Policy, Queue, Rival
from engine.scheduling.saying import Parameters, Saying


def priority_of(task: Task, *, high_first: bool) -> int:
    """Return a job's priority as a number of which less is better; a job without one has 0."""
    number = task.priority or 0
    return -number if high_first else number


class LevelPolicy(Policy):
    """A queue for each priority that occurs, each with its slice; a job of a higher queue takes the CPU from one of a lower."""

    is_preemptive: ClassVar[bool] = True

    def __init__(self, tasks: Sequence[Task], knobs: Knobs) -> None:
        super().__init__(tasks, knobs)
        high_first = knobs.is_on("high_number_first")
        order = sorted({priority_of(task, high_first=high_first) for task in tasks})
        rank = {number: level for level, number in enumerate(order)}
        self._level = [rank[priority_of(task, high_first=high_first)] for task in tasks]
        self._queues: list[deque[Task]] = [deque() for _ in order]
        self._slices = self.slices(len(order))
        self._left = [self._slices[level] for level in self._level]  # of each job's slice; 0: no end

    def slices(self, count: int) -> list[int]:
        """Return the slice of each queue, highest first; 0 is no end."""
        raise NotImplementedError

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Queue a job: at the end, but one that gave way perhaps at the front, with the rest of its slice."""
        level = self._level[task.index]
        if cause is Cause.PREEMPTED and not self.knobs.is_on("preempted_last"):
            self._queues[level].appendleft(task)
            return
        self._left[task.index] = self._slices[level]
        self._queues[level].append(task)

    def choose(self, now: int) -> Pick | None:
        """Take the first job of the highest queue that has one."""
        for level, queue in enumerate(self._queues):
            if queue:
                task = queue.popleft()
                is_only = not any(self._queues)
                why = Saying("only", {"name": task.name}) if is_only else Saying("first-of-queue", {"name": task.name, "level": level})
                return Pick(task, self._left[task.index] or None, why)
        return None

    def longest_slice(self, task: Task) -> int | None:
        """A slice of its queue."""
        return self._slices[self._level[task.index]] or None

    def ran(self, task: Task, ticks: int) -> None:
        """Use up the slice."""
        if self._left[task.index]:
            self._left[task.index] -= ticks

    def rival(self, running: Sequence[Task], now: int) -> Rival | None:
        """Find a running job whose queue is lower than one with a job that is ready."""
        victim = max(running, key=lambda task: (self._level[task.index], task.place))
        best = next((level for level, queue in enumerate(self._queues) if queue), None)
        if best is None or best >= self._level[victim.index]:
            return None
        facts: Parameters = {
            "name": self._queues[best][0].name,
            "level": best,
            "other": victim.name,
            "other_level": self._level[victim.index],
        }
        return Rival(victim, Saying("higher-queue", facts))

    def keeps(self, running: Task) -> Saying:
        """Nobody of a higher queue is ready."""
        return Saying("keeps.queue", {"name": running.name, "level": self._level[running.index]})

    def queues(self) -> list[Queue]:
        """List the queues, highest first."""
        return [Queue(level, list(queue)) for level, queue in enumerate(self._queues)]

    def rules(self) -> list[Saying]:
        """List the rules."""
        knobs = self.knobs
        return [
            Saying("high-number-first" if knobs.is_on("high_number_first") else "low-number-first"),
            Saying("preempted-last" if knobs.is_on("preempted_last") else "preempted-first"),
            Saying("arrival-after-expired" if knobs.is_on("arrival_after_preempted") else "arrival-before-expired"),
        ]
