"""The clock that drives a policy from instant to instant, in whole ticks.

The textbook lets its time pass by itself; the real dispatcher lets it pass by having real processes do the work of each stretch
(`stretch` says who runs where between two instants). Both see the same instants in the same order, so they decide alike. At one instant:
who ended a burst leaves; slices expire and jobs arrive (in the order that a knob sets); the policy does what was due; then CPUs are given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from engine.errors import ScheduleError
from engine.scheduling.job import Task
from engine.scheduling.policy import Cause, Policy
from engine.scheduling.saying import Saying
from engine.scheduling.trace import Trace

MOST_STEPS = 1_000_000


@dataclass(slots=True, eq=False)
class Cpu:
    """One CPU. since: up to where its job's work is counted; in the future while it is still switching."""

    number: int
    task: Task | None = None
    last: Task | None = None
    since: int = 0
    stop: int = 0  # when the job's burst or slice ends
    io_until: int | None = None  # while a job that keeps the CPU does I/O


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the policy runs on."""

    cpus: int = 1
    switch_cost: int = 0
    switches_on_io: bool = True
    expired_first: bool = False


class Budget:
    """How many steps may be taken, by one clock or by several in turn: no request is to keep a machine busy for minutes."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self._steps = steps
        self._left = steps

    def spend(self) -> None:
        """Take a step. Raises ScheduleError when there is none left."""
        self._left -= 1
        self._check(self._left)

    def foresee(self, steps: int) -> None:
        """Raise ScheduleError if so many steps, which are still to be taken, are more than there are left."""
        self._check(self._left - steps)

    def _check(self, left: int) -> None:
        if left < 0:
            advice = "make the jobs shorter, the slices longer, or ask for less at once"
            raise ScheduleError("jobs", f"this needs more than {self._steps} steps; {advice}.")


class Clock:
    """Drives one policy over one set of jobs. `now` is the present instant."""

    def __init__(self, tasks: Sequence[Task], policy: Policy, machine: Machine, trace: Trace, budget: Budget) -> None:
        self.now = 0
        self._policy = policy
        self._machine = machine
        self._trace = trace
        self._cpus = [Cpu(number) for number in range(machine.cpus)]
        self._arrivals = sorted(tasks, key=lambda task: (task.arrival, task.index), reverse=True)
        self._in_io: list[tuple[int, int, Task]] = []
        self._order = count()
        self._budget = budget
        self._has_news = False  # somebody became ready at this instant

    def stretch(self) -> list[tuple[int, Task, int]]:
        """List who runs from now on: CPU, job, and the instant from which it works (later than now while the CPU switches)."""
        return [(cpu.number, cpu.task, cpu.since) for cpu in self._cpus if cpu.task is not None and cpu.io_until is None]

    def begin(self) -> None:
        """Make the decisions of the first instant."""
        self._decide()

    def advance(self) -> bool:
        """Go to the next instant and make its decisions; False when there is none, all jobs being done."""
        later = self.next_instant()
        if later is None:
            return False
        self._budget.spend()
        self.now = later
        self._decide()
        return True

    def next_instant(self) -> int | None:
        """When something happens next."""
        times = [cpu.stop if cpu.io_until is None else cpu.io_until for cpu in self._cpus if cpu.task is not None]
        if self._arrivals:
            times.append(self._arrivals[-1].arrival)
        if self._in_io:
            times.append(self._in_io[0][0])
        running = [cpu.task for cpu in self._cpus if cpu.task is not None]
        if running and (ask := self._policy.next_ask(running, self.now)) is not None:
            times.append(ask)
        return min(times, default=None)

    def _decide(self) -> None:
        self._has_news = False
        expired = self._end_bursts()
        if self._machine.expired_first:
            self._admit_all(expired, Cause.EXPIRED)
            self._ask()
            self._admit_new()
        else:
            self._admit_new()
            self._admit_all(expired, Cause.EXPIRED)
            self._ask()
        self._give_cpus()

    # --- what happened

    def _end_bursts(self) -> list[Task]:
        """Count the work done; let those whose burst is over leave; take the CPU from those whose slice is, and return them."""
        expired = []
        for cpu in self._cpus:
            task = cpu.task
            if task is None:
                continue
            if cpu.io_until is not None:
                if cpu.io_until <= self.now:
                    self._resume_after_io(cpu, task)
                continue
            if cpu.stop <= self.now:
                self._account(cpu, task)
                if task.remaining == 0:
                    self._end_burst(cpu, task)
                else:
                    cpu.task = None
                    expired.append(task)
            else:
                self._account(cpu, task)
        return expired

    def _account(self, cpu: Cpu, task: Task) -> None:
        ticks = self.now - cpu.since
        if ticks > 0:
            if task.first_run is None:
                task.first_run = cpu.since
            task.remaining -= ticks
            self._policy.ran(task, ticks)
            self._trace.ran(task, cpu.number, cpu.since, self.now)
            cpu.since = self.now

    def _end_burst(self, cpu: Cpu, task: Task) -> None:
        task.burst += 1
        if task.burst == len(task.bursts):
            self._policy.left(task)
            cpu.task = None
            task.finish = self.now
            return
        io = task.bursts[task.burst]
        task.burst += 1
        self._trace.did_io(task, self.now, self.now + io)
        if self._machine.switches_on_io:
            self._policy.left(task)
            cpu.task = None
            heappush(self._in_io, (self.now + io, next(self._order), task))
        else:
            cpu.io_until = self.now + io

    def _resume_after_io(self, cpu: Cpu, task: Task) -> None:
        """Go on with a job that kept the CPU; its slice has passed meanwhile, and it gets none before its burst ends."""
        cpu.io_until = None
        task.begin_burst(self.now, next(self._order))
        cpu.since, cpu.stop = self.now, self.now + task.remaining

    def _admit_new(self) -> None:
        while self._arrivals and self._arrivals[-1].arrival <= self.now:
            task = self._arrivals.pop()
            task.begin_burst(self.now, next(self._order))
            self._admit(task, Cause.ARRIVED)
        while self._in_io and self._in_io[0][0] <= self.now:
            task = heappop(self._in_io)[2]
            task.begin_burst(self.now, next(self._order))
            self._admit(task, Cause.IO_DONE)

    def _admit_all(self, tasks: list[Task], cause: Cause) -> None:
        for task in tasks:
            self._admit(task, cause)

    def _admit(self, task: Task, cause: Cause) -> None:
        task.since = self.now
        self._has_news = True
        self._policy.admit(task, cause, self.now)

    def _ask(self) -> None:
        said = self._policy.asked(self.now)
        if said is not None:
            # What all jobs stand at has changed, slices too: everybody is chosen anew.
            for cpu in self._cpus:
                if cpu.task is not None and cpu.io_until is None:
                    self._take(cpu, cpu.task)
            self._trace.noted(self.now, said)
        self._has_news = self._has_news or self._policy.is_preemptive

    def _take(self, cpu: Cpu, task: Task) -> None:
        self._account(cpu, task)
        cpu.task = None
        task.since = self.now
        self._policy.admit(task, Cause.PREEMPTED, self.now)

    # --- what follows

    def _give_cpus(self) -> None:
        while True:
            self._fill()
            running = [cpu.task for cpu in self._cpus if cpu.task is not None and cpu.io_until is None]
            if not (self._has_news and self._policy.is_preemptive and running):
                break
            rival = self._policy.rival(running, self.now)
            if rival is None:
                self._trace.kept(self.now, self._cpus, self._policy)
                break
            cpu = next(cpu for cpu in self._cpus if cpu.task is rival.victim)
            self._take(cpu, rival.victim)
            self._fill(because=rival.why)
        self._trace.idle(self.now, self._cpus, self._policy, is_over=not self._arrivals and not self._in_io)

    def _fill(self, *, because: Saying | None = None) -> None:
        """Give away the CPUs that are free."""
        free = [cpu for cpu in self._cpus if cpu.task is None]
        while free:
            pick = self._policy.choose(self.now)
            if pick is None:
                break
            task = pick.task
            cpu = next((cpu for cpu in free if cpu.number == task.cpu), free[0])
            free.remove(cpu)
            self._start(cpu, task, pick.slice)
            self._trace.chose(self.now, cpu.number, task, because or pick.why, self._policy)

    def _start(self, cpu: Cpu, task: Task, length: int | None) -> None:
        is_switch = cpu.last is not None and cpu.last is not task
        if is_switch:
            self._trace.switch_count += 1
        cpu.since = self.now + (self._machine.switch_cost if is_switch else 0)
        cpu.stop = cpu.since + (task.remaining if length is None else min(length, task.remaining))
        if self.now > task.since:
            self._trace.waited(task, task.since, self.now)
        cpu.task = cpu.last = task
        task.cpu = cpu.number
