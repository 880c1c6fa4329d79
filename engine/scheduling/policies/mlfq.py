"""Multilevel feedback queue, by the five rules of OSTEP (chapter 8), counting as its simulator does."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from engine.errors import ScheduleError
from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.policy import Cause, Pick, Policy, Queue, Rival
from engine.scheduling.saying import Parameters, Saying


@dataclass(slots=True)
class Standing:
    """Where a job stands. left: of its slice; it began at 0 where a slice has no end, and never is 0 then once the job ran."""

    level: int
    left: int
    slices: int  # of its allotment
    boosts: int = 0  # how many boosts it has seen


class MultilevelFeedbackQueue(Policy):
    """Queues of falling priority; a job sinks when it has used its allotment of slices, and all are lifted now and then.

    A running job stays in its queue, so that it keeps its place when it has to give way.
    """

    name = "mlfq"
    knob_names: ClassVar = (
        "queues", "quantum", "quanta", "allotment", "boost", "io_time", "stay", "iobump", "fresh_boost", "arrival_after_preempted",
    )  # fmt: skip
    defaults: ClassVar = {"queues": 3, "quantum": 10, "allotment": (1,), "boost": 0, "arrival_after_preempted": True}
    is_preemptive: ClassVar[bool] = True

    def __init__(self, tasks: Sequence[Task], knobs: Knobs) -> None:
        super().__init__(tasks, knobs)
        given = knobs.numbers("quanta")
        if given and "queues" in knobs.given and knobs.number("queues") != len(given):
            raise ScheduleError("quanta", f"{len(given)} slices do not fit {knobs.number('queues')} queues.")
        self._quanta = given or (knobs.number("quantum"),) * knobs.number("queues")
        self._allotments = _allotments(knobs, len(self._quanta))
        self._every = knobs.number("boost")
        self._queues: list[deque[Task]] = [deque() for _ in self._quanta]
        self._standings = [Standing(0, self._quanta[0], self._allotments[0]) for _ in tasks]
        self._running: set[int] = set()
        self._boosts = 0
        self._boosted = 0

    def _standing(self, task: Task) -> Standing:
        """Where a job stands after the boosts that it has not seen yet."""
        standing = self._standings[task.index]
        if standing.boosts != self._boosts:
            standing.boosts = self._boosts
            standing.level = 0
            # OSTEP's simulator gives so many ticks as the allotment has slices, and leaves the allotment as it was.
            standing.left = self._allotments[0] * self.knobs.scale.ticks_per_unit
            if self.knobs.is_on("fresh_boost"):
                standing.left, standing.slices = self._quanta[0], self._allotments[0]
        return standing

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Queue a job; one whose slice is over may sink, one that had to give way has kept its place."""
        standing = self._standing(task)
        self._running.discard(task.index)
        if cause is Cause.PREEMPTED:
            return
        if cause is Cause.EXPIRED:
            self._queues[standing.level].remove(task)
            self._end_slice(standing)
        queue = self._queues[standing.level]
        if cause is Cause.IO_DONE and self.knobs.is_on("iobump"):
            queue.appendleft(task)
        else:
            queue.append(task)

    def _end_slice(self, standing: Standing) -> None:
        standing.slices -= 1
        if standing.slices == 0:
            standing.level = min(standing.level + 1, len(self._queues) - 1)
            standing.slices = self._allotments[standing.level]
        standing.left = self._quanta[standing.level]

    def left(self, task: Task) -> None:
        """Take a job off its queue; a slice that ends just then counts."""
        standing = self._standing(task)
        self._running.discard(task.index)
        self._queues[standing.level].remove(task)
        has_expired = standing.left == 0
        if self.knobs.is_on("stay"):
            standing.left, standing.slices = self._quanta[standing.level], self._allotments[standing.level]
        if has_expired:
            self._end_slice(standing)

    def ran(self, task: Task, ticks: int) -> None:
        """Use up the slice."""
        self._standing(task).left -= ticks

    def choose(self, now: int) -> Pick | None:
        """Take the first of the highest queue; it stays there."""
        for level, queue in enumerate(self._queues):
            for task in queue:
                if task.index not in self._running:
                    self._running.add(task.index)
                    left = self._standing(task).left
                    facts: Parameters = {"name": task.name, "level": level}
                    return Pick(task, left if left > 0 else None, Saying("first-of-queue", facts))
        return None

    def rival(self, running: Sequence[Task], now: int) -> Rival | None:
        """Find the last of the running jobs, if a ready one stands before it."""
        unseen = len(running)
        ahead: tuple[int, Task] | None = None
        last: tuple[int, Task] | None = None
        for level, queue in enumerate(self._queues):
            for task in queue:
                if task.index in self._running:
                    unseen, last = unseen - 1, (level, task)
                elif ahead is None:
                    ahead = (level, task)
                if not unseen:
                    break
            if not unseen:
                break
        if ahead is None or last is None:
            return None
        facts: Parameters = {"name": ahead[1].name, "level": ahead[0], "other": last[1].name, "other_level": last[0]}
        return Rival(last[1], Saying("higher-queue" if ahead[0] < last[0] else "before-in-queue", facts))

    def keeps(self, running: Task) -> Saying:
        """Nobody of a higher queue is ready."""
        return Saying("keeps.queue", {"name": running.name, "level": self._standing(running).level})

    def longest_slice(self, task: Task) -> int | None:
        """The longest slice of all queues, and of those after a boost; nobody runs past the next boost either."""
        slices = [*self._quanta]
        if self._every and not self.knobs.is_on("fresh_boost"):
            slices.append(self._allotments[0] * self.knobs.scale.ticks_per_unit)
        ends = [self._every] if self._every else []
        if all(slices):
            ends.append(max(slices))
        return min(ends, default=None)

    def next_ask(self, running: Sequence[Task], now: int) -> int | None:
        """When the next boost is due."""
        return (now // self._every + 1) * self._every if self._every else None

    def asked(self, now: int) -> Saying | None:
        """Lift all jobs, the lowest queue's first, if a boost was due since the last."""
        if not self._every or now // self._every == self._boosted // self._every:
            return None
        self._boosted = now
        self._boosts += 1
        for queue in reversed(self._queues[1:]):
            self._queues[0].extend(queue)
            queue.clear()
        return Saying("boosted", {"every": self._every})

    def queues(self) -> list[Queue]:
        """List the queues, highest first, without who runs."""
        return [Queue(level, [task for task in queue if task.index not in self._running]) for level, queue in enumerate(self._queues)]

    def rules(self) -> list[Saying]:
        """List the rules."""
        knobs = self.knobs
        sayings = [
            Saying("mlfq-levels"),
            Saying("mlfq-stays" if knobs.is_on("stay") else "mlfq-counts"),
            Saying("mlfq-io-first" if knobs.is_on("iobump") else "mlfq-io-last"),
            Saying("preempted-first"),
            Saying("arrival-after-expired" if knobs.is_on("arrival_after_preempted") else "arrival-before-expired"),
        ]
        if self._every:
            sayings.append(Saying("mlfq-boost-fresh" if knobs.is_on("fresh_boost") else "mlfq-boost", {"every": self._every}))
        return sayings


def _allotments(knobs: Knobs, count: int) -> tuple[int, ...]:
    given = knobs.numbers("allotment") or (1,)
    if len(given) == 1:
        given = given * count
    if len(given) != count:
        raise ScheduleError("allotment", f"{len(given)} allotments do not fit {count} queues; give one, or one a queue.")
    if 0 in given[:-1]:
        raise ScheduleError("allotment", "only the lowest queue can do without one; give 1 or more.")
    return given
