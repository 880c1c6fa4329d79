"""Priority, not pre-emptive, with ageing if wanted."""

from collections.abc import Sequence
from typing import ClassVar

from engine.errors import ScheduleError
from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.levels import priority_of
from engine.scheduling.ordered import Groups, Ordered
from engine.scheduling.policy import Cause, Pick, Policy, Queue
from engine.scheduling.saying import Parameters, Saying

MOST_PRIORITIES = 200  # different ones, with ageing: each is looked at for each choice


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
        self._ready = Ordered()  # without ageing
        self._ageing = Groups()  # with it
        if self._age and len(set(self._given)) > MOST_PRIORITIES:
            raise ScheduleError("age", f"with ageing there may be {MOST_PRIORITIES} different priorities at most.")

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Add a job; it begins to wait, with the priority it was given."""
        number = self._given[task.index]
        if self._age:
            self._ageing.push(number, task)
        else:
            self._ready.push((number, *task.place), task)

    def best(self, now: int) -> tuple[int, int, Task] | None:
        """Find the best job that is ready: its priority now, the one it was given, and the job."""
        if not self._age:
            return (self._ready.first_key[0], self._ready.first_key[0], self._ready.first) if self._ready else None
        found: tuple[int, int, Task] | None = None
        for given, task in self._ageing.heads():
            number = given - (now - task.since) // self._age
            if found is None or number < found[0] or (number == found[0] and task.place < found[2].place):
                found = (number, given, task)
        return found

    def choose(self, now: int) -> Pick | None:
        """Take the best."""
        found = self.best(now)
        if found is None:
            return None
        number, given, task = found
        if self._age:
            self._ageing.take(given)
        else:
            self._ready.pop()
        self._running[task.index] = number
        return Pick(task, None, self._why(task, now, is_only=not self._ready and not self._ageing))

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
        ageing = sorted(self._ageing.all(), key=lambda pair: (pair[0], *pair[1].place))
        return [Queue(None, [*self._ready.in_order(), *(task for _, task in ageing)])]

    def rules(self) -> list[Saying]:
        """List the rules."""
        sayings = [
            Saying("high-number-first" if self._high_first else "low-number-first"),
            Saying("equal-priority-first-come"),
        ]
        if self._age:
            sayings.append(Saying("ageing", {"age": self._age}))
        return sayings if self.is_preemptive else [Saying("not-preemptive"), *sayings]
