"""Stride scheduling (OSTEP, chapter 9): the lottery's shares without its chance."""

import math
from collections.abc import Sequence
from typing import ClassVar

from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.ordered import Ordered
from engine.scheduling.policies.lottery import tickets_of
from engine.scheduling.policy import Cause, Pick, Policy, Queue
from engine.scheduling.saying import Parameters, Saying


class Stride(Policy):
    """The job with the least pass value runs; its pass grows by its stride, which is the smaller the more tickets it has."""

    name = "stride"
    knob_names: ClassVar = ("quantum", "arrival_after_preempted")
    defaults: ClassVar = {"quantum": 1}

    def __init__(self, tasks: Sequence[Task], knobs: Knobs) -> None:
        super().__init__(tasks, knobs)
        tickets = [tickets_of(task) for task in tasks]
        whole = math.lcm(*set(tickets))
        self._strides = [whole // count for count in tickets]  # by the tick, so that a part of a slice costs a part of a stride
        self._passes = [0] * len(tasks)
        self._ready = Ordered()
        self._least = 0
        self._running: set[int] = set()

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Add a job; one that was away may not have saved up turns."""
        self._running.discard(task.index)
        if cause in (Cause.ARRIVED, Cause.IO_DONE):
            self._note_least()
            self._passes[task.index] = max(self._passes[task.index], self._least)
        self._ready.push((self._passes[task.index], task.index), task)

    def choose(self, now: int) -> Pick | None:
        """Take the least pass."""
        if not self._ready:
            return None
        is_only = len(self._ready) == 1
        task = self._ready.pop()
        self._running.add(task.index)
        quantum = self.knobs.number("quantum")
        value = self._passes[task.index] / quantum
        facts: Parameters = {"name": task.name, "pass": int(value) if value.is_integer() else value, "stride": self._strides[task.index]}
        return Pick(task, quantum, Saying("only", {"name": task.name}) if is_only else Saying("least-pass", facts))

    def ran(self, task: Task, ticks: int) -> None:
        """Go forward."""
        self._passes[task.index] += self._strides[task.index] * ticks

    def left(self, task: Task) -> None:
        """It counts no more."""
        self._note_least()
        self._running.discard(task.index)

    def _note_least(self) -> None:
        """The least pass there is never goes back."""
        passes = [self._passes[index] for index in self._running]
        if self._ready:
            passes.append(self._ready.first_key[0])
        self._least = max(self._least, min(passes, default=0))

    def longest_slice(self, task: Task) -> int | None:
        """A slice."""
        return self.knobs.number("quantum")

    def queues(self) -> list[Queue]:
        """List who is ready, least pass first."""
        return [Queue(None, self._ready.in_order())]

    def rules(self) -> list[Saying]:
        """List the rules."""
        return [Saying("tickets"), Saying("equal-pass-job-order"), Saying("joins-at-least-pass"), Saying("rest-of-slice")]
