"""Priority, and round robin among equals."""

from typing import ClassVar

from engine.scheduling.levels import LevelPolicy
from engine.scheduling.saying import Saying


class PriorityRoundRobin(LevelPolicy):
    """A queue for each priority, the best before the others, all with the same slice."""

    name = "priority-rr"
    knob_names: ClassVar = ("quantum", "high_number_first", "preempted_last", "arrival_after_preempted")
    defaults: ClassVar = {"quantum": 4, "preempted_last": True}

    def slices(self, count: int) -> list[int]:
        """The one slice for every queue."""
        return [self.knobs.number("quantum")] * count

    def rules(self) -> list[Saying]:
        """List the rules."""
        return [*super().rules(), Saying("rest-of-slice")]
