"""Fair share as Linux' Completely Fair Scheduler does it (OSTEP, chapter 9)."""

import math
from collections.abc import Sequence
from typing import ClassVar

from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.ordered import Ordered
from engine.scheduling.policy import Cause, Pick, Policy, Queue
from engine.scheduling.saying import Parameters, Saying
from engine.scheduling.weights import NORMAL, weight_of


class Cfs(Policy):
    """The job with the least virtual run time runs, for its share of the latency; the heavier a job, the slower its time goes."""

    name = "cfs"
    knob_names: ClassVar = ("latency", "minimum_slice", "arrival_after_preempted")
    defaults: ClassVar = {"latency": 48, "minimum_slice": 6}

    def __init__(self, tasks: Sequence[Task], knobs: Knobs) -> None:
        super().__init__(tasks, knobs)
        self._weights = [weight_of(task) for task in tasks]
        self._whole = math.lcm(*set(self._weights))
        self._pace = [self._whole // weight for weight in self._weights]  # virtual time of a tick, in whole numbers
        self._times = [0] * len(tasks)
        self._ready = Ordered()
        self._load = 0  # of all that are ready or run
        self._least = 0
        self._running: set[int] = set()

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Add a job; one that was away begins no further back than those that were not."""
        self._running.discard(task.index)
        if cause in (Cause.ARRIVED, Cause.IO_DONE):
            self._note_least()
            self._load += self._weights[task.index]
            self._times[task.index] = max(self._times[task.index], self._least)
        self._ready.push((self._times[task.index], *task.place), task)

    def choose(self, now: int) -> Pick | None:
        """Take the least virtual time."""
        if not self._ready:
            return None
        is_only = len(self._ready) == 1
        task = self._ready.pop()
        self._running.add(task.index)
        share = self.knobs.number("latency") * self._weights[task.index] // self._load
        length = max(share, self.knobs.number("minimum_slice"))
        if is_only:
            return Pick(task, length, Saying("only", {"name": task.name}))
        virtual = round(self._times[task.index] * NORMAL / self._whole / self.knobs.scale.ticks_per_unit, 2)
        return Pick(task, length, Saying("least-virtual", {"name": task.name, "virtual": virtual, "slice": length}))

    def ran(self, task: Task, ticks: int) -> None:
        """Let its virtual time go on."""
        self._times[task.index] += self._pace[task.index] * ticks

    def _note_least(self) -> None:
        """The least virtual time there is never goes back."""
        times = [self._times[index] for index in self._running]
        if self._ready:
            times.append(self._ready.first_key[0])
        self._least = max(self._least, min(times, default=0))

    def left(self, task: Task) -> None:
        """Take its weight off the load."""
        self._note_least()
        self._running.discard(task.index)
        self._load -= self._weights[task.index]

    def longest_slice(self, task: Task) -> int | None:
        """The whole latency, as if it were alone."""
        return max(self.knobs.number("latency"), self.knobs.number("minimum_slice"))

    def queues(self) -> list[Queue]:
        """List who is ready, least virtual time first."""
        return [Queue(None, self._ready.in_order())]

    def rules(self) -> list[Saying]:
        """List the rules."""
        facts: Parameters = {"latency": self.knobs.number("latency"), "minimum": self.knobs.number("minimum_slice")}
        return [Saying("nice-values"), Saying("fair-slices", facts), Saying("joins-at-least-virtual"), Saying("equal-virtual-first-come")]
