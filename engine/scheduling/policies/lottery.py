"""Lottery scheduling (OSTEP, chapter 9): each slice goes to the job that holds the winning ticket."""

import random
from collections.abc import Sequence
from typing import ClassVar

from engine.errors import ScheduleError
from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.policy import Cause, Pick, Policy, Queue
from engine.scheduling.saying import Parameters, Saying

TICKETS = 100  # of a job that names no number
DRAWN_FROM = 1_000_001  # OSTEP's simulator draws a whole number below this and takes it modulo the tickets


def tickets_of(task: Task) -> int:
    """Return a job's tickets: its fourth number."""
    if task.priority is not None and task.priority < 1:
        raise ScheduleError(
            f"jobs/{task.index}/priority", f"{task.name} needs 1 ticket or more; the priority is the number of tickets here."
        )
    return TICKETS if task.priority is None else task.priority


class Lottery(Policy):
    """One pot; the same seed draws the same numbers."""

    name = "lottery"
    knob_names: ClassVar = ("quantum", "seed", "arrival_after_preempted")
    defaults: ClassVar = {"quantum": 1, "seed": 0}

    def __init__(self, tasks: Sequence[Task], knobs: Knobs) -> None:
        super().__init__(tasks, knobs)
        self._tickets = [tickets_of(task) for task in tasks]
        self._random = random.Random(knobs.number("seed"))
        self._ready: dict[int, Task] = {}
        self._sums = [0] * (len(tasks) + 1)  # a Fenwick tree: tickets of ready jobs, summed over stretches of the list of jobs
        self._total = 0

    def _add(self, index: int, tickets: int) -> None:
        self._total += tickets
        at = index + 1
        while at < len(self._sums):
            self._sums[at] += tickets
            at += at & -at

    def _holder(self, ticket: int) -> int:
        """Find whose ticket it is, the tickets numbered in the jobs' order."""
        at, step = 0, 1 << (len(self._sums) - 1).bit_length()
        while step:
            if at + step < len(self._sums) and self._sums[at + step] <= ticket:
                at += step
                ticket -= self._sums[at]
            step >>= 1
        return at

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Put a job's tickets into the pot."""
        self._ready[task.index] = task
        self._add(task.index, self._tickets[task.index])

    def choose(self, now: int) -> Pick | None:
        """Draw."""
        if not self._ready:
            return None
        total = self._total
        ticket = int(self._random.random() * DRAWN_FROM) % total
        task = self._ready.pop(self._holder(ticket))
        self._add(task.index, -self._tickets[task.index])
        facts: Parameters = {"name": task.name, "ticket": ticket, "tickets": self._tickets[task.index], "total": total}
        return Pick(task, self.knobs.number("quantum"), Saying("drawn", facts))

    def longest_slice(self, task: Task) -> int | None:
        """A slice."""
        return self.knobs.number("quantum")

    def queues(self) -> list[Queue]:
        """List who is in the pot, in the jobs' order."""
        return [Queue(None, [self._ready[index] for index in sorted(self._ready)])]

    def rules(self) -> list[Saying]:
        """List the rules."""
        return [Saying("tickets"), Saying("drawn-by-seed", {"seed": self.knobs.number("seed")}), Saying("rest-of-slice")]
