"""Round robin."""

from typing import ClassVar

from engine.scheduling.job import Task
from engine.scheduling.policies.fcfs import Fcfs
from engine.scheduling.policy import Pick
from engine.scheduling.saying import Saying


class RoundRobin(Fcfs):
    """One queue; the head runs for a slice and then queues again."""

    name = "rr"
    knob_names = ("quantum", "arrival_after_preempted")
    defaults: ClassVar = {"quantum": 4}

    def choose(self, now: int) -> Pick | None:
        """Take the head for one slice."""
        if not self._queue:
            return None
        task = self._queue.popleft()
        quantum = self.knobs.number("quantum")
        if not self._queue:
            return Pick(task, quantum, Saying("only", {"name": task.name}))
        return Pick(task, quantum, Saying("turn", {"name": task.name, "slice": quantum}))

    def longest_slice(self, task: Task) -> int | None:
        """A slice."""
        return self.knobs.number("quantum")

    def rules(self) -> list[Saying]:
        """List the rules."""
        is_after = self.knobs.is_on("arrival_after_preempted")
        return [Saying("arrival-after-expired" if is_after else "arrival-before-expired"), Saying("rest-of-slice")]
