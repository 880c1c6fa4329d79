"""How much the kernel's scheduler thinks of a thread, by its policy and its nice value, and which CPUs it may use."""

from __future__ import annotations

from typing import Final, NamedTuple

REAL_TIME: Final = frozenset({1, 2, 6})  # SCHED_FIFO, SCHED_RR, SCHED_DEADLINE
IDLE: Final = 5  # SCHED_IDLE
IDLE_WEIGHT: Final = 3
NORMAL_WEIGHT: Final = 1024
STEP: Final = 1.25  # from one nice value to the next
FIRST: Final = float("inf")  # before all others


class Rank(NamedTuple):
    """A thread's rank, as /proc tells it."""

    policy: int
    nice: int
    cpus: frozenset[int]

    @property
    def weight(self) -> float:
        """What its share of a CPU is in proportion to, as in the kernel's own table (kernel/sched/core.c, to a few per cent)."""
        if self.policy in REAL_TIME:
            return FIRST
        return IDLE_WEIGHT if self.policy == IDLE else NORMAL_WEIGHT / STEP**self.nice

    def __str__(self) -> str:
        return "SCHED_IDLE" if self.policy == IDLE else f"nice {self.nice}"
