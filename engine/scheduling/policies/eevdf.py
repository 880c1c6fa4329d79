"""Earliest eligible virtual deadline first: what Linux does since 6.6 (Stoica and Abdel-Wahab, 1995)."""

import math
from collections.abc import Sequence
from typing import ClassVar

from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.ordered import Ordered
from engine.scheduling.policy import Cause, Pick, Policy, Queue
from engine.scheduling.saying import Parameters, Saying
from engine.scheduling.weights import NORMAL, weight_of


class Eevdf(Policy):
    """Of the jobs that have not had more than their share, the one whose slice is due first runs, for that slice.

    A job's virtual time passes the slower the heavier it is; it is due when its virtual time will be a slice further. The queue's virtual
    time is the mean of the jobs' own, each weighed; a job is eligible if its time is not ahead of that.
    """

    name = "eevdf"
    knob_names: ClassVar = ("quantum", "arrival_after_preempted")
    defaults: ClassVar = {"quantum": 4}

    def __init__(self, tasks: Sequence[Task], knobs: Knobs) -> None:
        super().__init__(tasks, knobs)
        self._weights = [weight_of(task) for task in tasks]
        self._whole = math.lcm(*set(self._weights))
        self._pace = [self._whole // weight for weight in self._weights]
        self._times = [0] * len(tasks)
        self._due = [0] * len(tasks)
        self._ran = [0] * len(tasks)  # of its present slice
        self._lags = [0] * len(tasks)  # of a job that is away: how far behind the queue's time it was
        self._load = 0
        self._sum = 0  # of weight times virtual time, over all that are ready or run
        self._eligible = Ordered()
        self._early = Ordered()

    def _now(self) -> int:
        """The queue's virtual time, rounded down."""
        return self._sum // self._load if self._load else 0

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Add a job: one that comes, with the lag it left with; one whose slice is over is due a slice later."""
        index = task.index
        if cause in (Cause.ARRIVED, Cause.IO_DONE):
            self._times[index] = self._now() - self._lags[index]
            self._load += self._weights[index]
            self._sum += self._weights[index] * self._times[index]
        if cause is not Cause.PREEMPTED:
            self._ran[index] = 0
            self._due[index] = self._times[index] + self._pace[index] * self.knobs.number("quantum")
        self._early.push((self._times[index], index), task)

    def choose(self, now: int) -> Pick | None:
        """Take the earliest deadline among those that are eligible."""
        self._sort()
        if not self._eligible:
            return None
        is_only = len(self._eligible) + len(self._early) == 1
        task = self._eligible.pop()
        length = self.knobs.number("quantum") - self._ran[task.index]
        if is_only:
            return Pick(task, length, Saying("only", {"name": task.name}))
        facts: Parameters = {"name": task.name, "due": self._shown(self._due[task.index]), "virtual": self._shown(self._now())}
        return Pick(task, length, Saying("earliest-due", facts))

    def _sort(self) -> None:
        """Move who has become eligible; where jobs that run have pulled the mean below all that wait, the least ahead is."""
        while self._eligible and self._is_ahead(self._eligible.first):
            task = self._eligible.pop()
            self._early.push((self._times[task.index], task.index), task)
        while self._early and (not self._is_ahead(self._early.first) or not self._eligible):
            task = self._early.pop()
            self._eligible.push((self._due[task.index], *task.place), task)
            if self._is_ahead(task):
                break

    def _is_ahead(self, task: Task) -> bool:
        return self._times[task.index] * self._load > self._sum

    def _shown(self, virtual: int) -> float:
        return round(virtual * NORMAL / self._whole / self.knobs.scale.ticks_per_unit, 2)

    def ran(self, task: Task, ticks: int) -> None:
        """Let its virtual time go on, and the queue's with it."""
        self._times[task.index] += self._pace[task.index] * ticks
        self._sum += self._whole * ticks
        self._ran[task.index] += ticks

    def left(self, task: Task) -> None:
        """Take it off the mean and remember its lag, within a slice of its own."""
        index = task.index
        most = self._pace[index] * self.knobs.number("quantum")
        self._lags[index] = max(-most, min(most, self._now() - self._times[index]))
        self._load -= self._weights[index]
        self._sum -= self._weights[index] * self._times[index]

    def longest_slice(self, task: Task) -> int | None:
        """A slice."""
        return self.knobs.number("quantum")

    def queues(self) -> list[Queue]:
        """List who is ready, earliest deadline first, the eligible before the others."""
        ready = self._eligible.in_order() + self._early.in_order()
        return [Queue(None, sorted(ready, key=lambda task: (self._is_ahead(task), self._due[task.index], *task.place)))]

    def rules(self) -> list[Saying]:
        """List the rules."""
        return [
            Saying("nice-values"),
            Saying("eligible"),
            Saying("joins-with-lag"),
            Saying("runs-its-slice"),
            Saying("equal-due-first-come"),
        ]
