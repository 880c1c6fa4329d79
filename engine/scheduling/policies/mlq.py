"""Multilevel queue."""

from typing import ClassVar

from engine.scheduling.levels import LevelPolicy
from engine.scheduling.saying import Saying


class MultilevelQueue(LevelPolicy):
    """A queue for each kind of job (its priority says which), each with a slice of its own; the lowest is first come, first served."""

    name = "mlq"
    knob_names: ClassVar = ("quantum", "quanta", "high_number_first", "preempted_last", "arrival_after_preempted")
    defaults: ClassVar = {"quantum": 4}

    def slices(self, count: int) -> list[int]:
        """The slices that were given, the last for all further queues; else the quantum, and no end for the lowest queue."""
        given = self.knobs.numbers("quanta")
        if given is None:
            return [self.knobs.number("quantum")] * (count - 1) + [0]
        return [given[min(level, len(given) - 1)] for level in range(count)]

    def rules(self) -> list[Saying]:
        """List the rules."""
        return [Saying("queue-is-priority"), *super().rules(), Saying("rest-of-slice")]
