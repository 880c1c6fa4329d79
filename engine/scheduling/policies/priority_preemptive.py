"""Priority, pre-emptive, with ageing if wanted."""

from collections.abc import Sequence
from typing import ClassVar

from engine.scheduling.job import Task
from engine.scheduling.policies.priority import Priority
from engine.scheduling.policy import Rival
from engine.scheduling.saying import Parameters, Saying


class PriorityPreemptive(Priority):
    """The job of the best priority runs; a better one takes the CPU from it at once."""

    name = "priority-preemptive"
    is_preemptive: ClassVar[bool] = True

    def rival(self, running: Sequence[Task], now: int) -> Rival | None:
        """Find a running job of a worse priority than one that is ready."""
        found = self.best(now)
        if found is None:
            return None
        better, _, best = found
        victim = max(running, key=lambda task: (self._running[task.index], task.place))
        worse = self._running[victim.index]
        if better >= worse:
            return None
        facts: Parameters = {"name": best.name, "priority": self.shown(better), "other": victim.name, "other_priority": self.shown(worse)}
        return Rival(victim, Saying("better-priority", facts))

    def next_ask(self, running: Sequence[Task], now: int) -> int | None:
        """When waiting will have made somebody better than the worst that runs."""
        if not self._age:
            return None
        worst = max(self._running[task.index] for task in running)
        asks = [task.since + self._age * (number - worst + 1) for number, task in self._ageing.heads()]
        return min((ask for ask in asks if ask > now), default=None)

    def keeps(self, running: Task) -> Saying:
        """Nobody is better."""
        return Saying("keeps.priority", {"name": running.name, "priority": self.shown(self._running[running.index])})

    def rules(self) -> list[Saying]:
        """List the rules."""
        return [*super().rules(), Saying("equal-priority-keeps")]
