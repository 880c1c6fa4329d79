"""Priority, not pre-emptive, with ageing if wanted."""

from collections.abc import Sequence
from typing import ClassVar

from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.levels import priority_of
from engine.scheduling.ordered import Groups
from engine.scheduling.policy import Cause, Pick, Policy, Queue
from engine.scheduling.saying import Parameters, Saying


class Priority(Policy):
    """The job of the best priority runs to the end of its burst. With ageing, waiting betters it."""

    name = "priority"
    knob_names: ClassVar = ("age", "high_number_first")
    defaults: ClassVar = {"age": 0}

    def __init__(self, tasks: Sequence[Task], knobs: Knobs) -> None:
        super().__init__(tasks, knobs)
        self._age = knobs.number("age")
        self._high_first = knobs.is_on("high_number_first")
        self._given = [priority_of(task, high_first=self._high_first) for task in tasks]
        self._running = [0] * len(tasks)  # the priority that each job had when it got the CPU, which it keeps while it runs
        self._ready = Groups()

    def rank(self, number: int, task: Task, now: int) -> tuple[int, ...]:
        """Return what orders ready jobs: priority (less is better), then who came first."""
        return (number - ((now - task.since) // self._age if self._age else 0), *task.place)

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Add a job; it begins to wait, with the priority it was given."""
        self._ready.push(self._given[task.index], task)

    def choose(self, now: int) -> Pick | None:
        """Take the best."""
        heads = self._ready.heads()
        if not heads:
            return None
        number, task = min(heads, key=lambda head: self.rank(head[0], head[1], now))
        self._ready.take(number)
        self._running[task.index] = self.rank(number, task, now)[0]
        return Pick(task, None, self._why(task, now, is_only=not self._ready.heads()))

    def shown(self, number: int) -> int:
        """Return a priority as the jobs' table writes it."""
        return -number if self._high_first else number

    def _why(self, task: Task, now: int, *, is_only: bool) -> Saying:
        number, given = self._running[task.index], self._given[task.index]
        if is_only:
            return Saying("only", {"name": task.name})
        if number != given:
            facts: Parameters = {"name": task.name, "priority": self.shown(number), "given": self.shown(given), "wait": now - task.since}
            return Saying("best-priority-aged", facts)
        return Saying("best-priority", {"name": task.name, "priority": self.shown(number)})

    def queues(self) -> list[Queue]:
        """List who is ready, best first, as far as the priorities they were given say."""
        ranked = sorted(self._ready.all(), key=lambda pair: (pair[0], *pair[1].place))
        return [Queue(None, [task for _, task in ranked])]

    def rules(self) -> list[Saying]:
        """List the rules."""
        sayings = [
            Saying("high-number-first" if self._high_first else "low-number-first"),
            Saying("equal-priority-first-come"),
        ]
        if self._age:
            sayings.append(Saying("ageing", {"age": self._age}))
        return sayings if self.is_preemptive else [Saying("not-preemptive"), *sayings]
