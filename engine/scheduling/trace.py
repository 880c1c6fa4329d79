"""What a schedule was: who ran where and when, who was ready, who did I/O, and each decision with its reason."""

from typing import TYPE_CHECKING, NamedTuple

from engine.scheduling.job import Task
from engine.scheduling.policy import Policy
from engine.scheduling.saying import Saying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.scheduling.clock import Cpu

MOST_DECISIONS = 2000  # kept with their queues
MOST_QUEUED = 200  # jobs of a queue that a decision names


class Ran(NamedTuple):
    """A job on a CPU, from start to end."""

    task: Task
    cpu: int
    start: int
    end: int


class Stayed(NamedTuple):
    """A job in a queue or in its I/O, from start to end."""

    task: Task
    start: int
    end: int


class QueueThen(NamedTuple):
    """A ready queue as it was: the first of its jobs, and how many there were."""

    level: int | None
    names: list[str]
    length: int


class Decision(NamedTuple):
    """Who got which CPU when, and why; None: nobody. is_kept: it had the CPU already."""

    time: int
    cpu: int | None
    chosen: str | None
    is_kept: bool
    queues: list[QueueThen]
    why: Saying


class Trace:
    """Filled by the clock. With `is_brief` no decisions are kept: for many jobs, or for a sweep."""

    def __init__(self, *, is_brief: bool = False) -> None:
        self.is_brief = is_brief
        self.runs: list[Ran] = []
        self.ready: list[Stayed] = []
        self.io: list[Stayed] = []
        self.decisions: list[Decision] = []
        self.decision_count = 0
        self.switch_count = 0
        self._latest: dict[int, int] = {}  # the place in `runs` of each CPU's last

    def ran(self, task: Task, cpu: int, start: int, end: int) -> None:
        """Note work; what goes on without a gap is one bar."""
        place = self._latest.get(cpu)
        if place is not None:
            last = self.runs[place]
            if last.task is task and last.end == start:
                self.runs[place] = Ran(task, cpu, last.start, end)
                return
        self._latest[cpu] = len(self.runs)
        self.runs.append(Ran(task, cpu, start, end))

    def waited(self, task: Task, start: int, end: int) -> None:
        """Note that a job was ready."""
        self.ready.append(Stayed(task, start, end))

    def did_io(self, task: Task, start: int, end: int) -> None:
        """Note an I/O."""
        self.io.append(Stayed(task, start, end))

    def chose(self, time: int, cpu: int, task: Task, why: Saying, policy: Policy) -> None:
        """Note a decision."""
        self._decide(time, cpu, task.name, why, policy)

    def kept(self, time: int, cpus: "Sequence[Cpu]", policy: Policy) -> None:
        """Note that jobs go on although others are ready, where nothing else was decided at this instant."""
        if self.is_brief or not any(queue.tasks for queue in policy.queues()):
            return
        decided = {decision.cpu for decision in self._at(time)}
        for cpu in cpus:
            if cpu.task is not None and cpu.number not in decided and cpu.io_until is None:
                self._decide(time, cpu.number, cpu.task.name, policy.keeps(cpu.task), policy, is_kept=True)

    def idle(self, time: int, cpus: "Sequence[Cpu]", policy: Policy, *, is_over: bool) -> None:
        """Note that nobody is there for a CPU."""
        if not self.is_brief and not is_over and all(cpu.task is None for cpu in cpus):
            self._decide(time, None, None, Saying("idle"), policy)

    def noted(self, time: int, why: Saying) -> None:
        """Note something that the policy did to all jobs."""
        if not self.is_brief and self._count():
            self.decisions.append(Decision(time, None, None, False, [], why))

    def _at(self, time: int) -> list[Decision]:
        latest: list[Decision] = []
        for decision in reversed(self.decisions):
            if decision.time != time:
                break
            latest.append(decision)
        return latest

    def _count(self) -> bool:
        self.decision_count += 1
        return self.decision_count <= MOST_DECISIONS

    def _decide(self, time: int, cpu: int | None, name: str | None, why: Saying, policy: Policy, *, is_kept: bool = False) -> None:
        if self.is_brief or not self._count():
            return
        queues = [QueueThen(queue.level, [task.name for task in queue.tasks[:MOST_QUEUED]], len(queue.tasks)) for queue in policy.queues()]
        self.decisions.append(Decision(time, cpu, name, is_kept, queues, why))
