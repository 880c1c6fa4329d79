"""What a policy is: a small object that is told what happens to jobs, and says who runs next, for how long, and why.

Whoever drives it - the textbook's clock, which real processes follow too - calls at each instant: `left` for jobs that gave up the CPU,
`admit` for jobs that became ready, then `choose` for each free CPU, and `rival` where a running job may have to give way. A policy knows
no clock but the `now` it is handed, and does nothing but keep its queues.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple

from engine.scheduling.job import Task
from engine.scheduling.knobs import Knobs
from engine.scheduling.saying import Saying


class Cause(StrEnum):
    """Why a job became ready."""

    ARRIVED = "arrived"
    IO_DONE = "io-done"
    EXPIRED = "expired"  # its slice is over
    PREEMPTED = "preempted"  # it had to give way


class Pick(NamedTuple):
    """Who runs next; for how many ticks before the policy is asked again (None: to the end of its burst); why."""

    task: Task
    slice: int | None
    why: Saying


class Rival(NamedTuple):
    """The running job that has to give way now, and why."""

    victim: Task
    why: Saying


class Queue(NamedTuple):
    """A ready queue at an instant, first to run first. level: None where there is only one."""

    level: int | None
    tasks: list[Task]


class Policy:
    """Base of all policies. `tasks` are all jobs there will be: what is known of them beforehand is the policy's own rule.

    knob_names: the knobs it reads, with its defaults for those that have none of their own.
    """

    name: ClassVar[str]
    knob_names: ClassVar[tuple[str, ...]] = ()
    defaults: ClassVar[dict[str, int | tuple[int, ...] | bool]] = {}
    is_preemptive: ClassVar[bool] = False

    def __init__(self, tasks: Sequence[Task], knobs: Knobs) -> None:
        self.tasks = tasks
        self.knobs = knobs

    def admit(self, task: Task, cause: Cause, now: int) -> None:
        """Take a job that became ready."""
        raise NotImplementedError

    def choose(self, now: int) -> Pick | None:
        """Take the next job off the queues; None when nobody is ready."""
        raise NotImplementedError

    def ran(self, task: Task, ticks: int) -> None:
        """Note that a running job ran for so long."""

    def left(self, task: Task) -> None:
        """Note that a running job has ended its burst."""

    def rival(self, running: Sequence[Task], now: int) -> Rival | None:
        """Say which running job has to give way to one that is ready; only asked of a preemptive policy."""
        return None

    def keeps(self, running: Task) -> Saying:
        """Say why a running job goes on although others became ready."""
        return Saying("keeps", {"name": running.name})

    def longest_slice(self, task: Task) -> int | None:
        """How many ticks a job can run at most before something happens; None: as many as its burst has."""
        return None

    def next_ask(self, running: Sequence[Task], now: int) -> int | None:
        """When to ask again although nothing happens to any job."""
        return None

    def asked(self, now: int) -> Saying | None:
        """Do what was due by now, before jobs that arrive now are admitted; say what was done."""
        return None

    def queues(self) -> list[Queue]:
        """List the ready queues, for whoever watches."""
        raise NotImplementedError

    def rules(self) -> list[Saying]:
        """List the rules that decide where the books leave a choice."""
        raise NotImplementedError
