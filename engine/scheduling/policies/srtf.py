"""Shortest remaining time first."""

from collections.abc import Sequence
from typing import ClassVar

from engine.scheduling.job import Task
from engine.scheduling.policies.sjf import Sjf
from engine.scheduling.policy import Rival
from engine.scheduling.saying import Parameters, Saying


class Srtf(Sjf):
    """The job with the least left of its burst runs; one that needs less takes the CPU from it."""

    name = "srtf"
    is_preemptive: ClassVar[bool] = True

    def _why(self) -> Saying:
        task = self._ready.first
        if len(self._ready) == 1:
            return Saying("only", {"name": task.name})
        return Saying("least-left", {"name": task.name, "left": task.remaining})

    def rival(self, running: Sequence[Task], now: int) -> Rival | None:
        """Find a running job that needs more than one that is ready."""
        if not self._ready:
            return None
        victim = max(running, key=lambda task: (task.remaining, task.place))
        best = self._ready.first
        if best.remaining >= victim.remaining:
            return None
        facts: Parameters = {"name": best.name, "left": best.remaining, "other": victim.name, "other_left": victim.remaining}
        return Rival(victim, Saying("less-left", facts))

    def keeps(self, running: Task) -> Saying:
        """Nobody needs less."""
        return Saying("keeps.left", {"name": running.name, "left": running.remaining})

    def rules(self) -> list[Saying]:
        """List the rules."""
        return [Saying("known-lengths"), Saying("equal-left-keeps"), Saying("equal-length-first-come")]
