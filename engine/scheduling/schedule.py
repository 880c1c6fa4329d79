"""The textbook schedule: one policy over one set of jobs, computed exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.scheduling.clock import Budget, Clock, Machine
from engine.scheduling.exact import Scale
from engine.scheduling.foresight import least_steps
from engine.scheduling.job import Job, make_tasks
from engine.scheduling.knobs import EVERY, KNOBS, Kind, Knobs, Value, is_time
from engine.scheduling.metrics import JobMetrics, Metrics
from engine.scheduling.policy import Policy
from engine.scheduling.registry import POLICIES
from engine.scheduling.saying import Saying
from engine.scheduling.trace import Trace

FEW_JOBS = 200  # up to so many, decisions are kept with their queues


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be scheduled and how. given: the knobs that somebody set; the others have the policy's defaults."""

    policy: str
    jobs: Sequence[Job]
    given: Mapping[str, Value]

    def values(self) -> dict[str, Value]:
        """Return the knobs that this policy reads, with their values; None: not set, and without a default."""
        policy = POLICIES[self.policy]
        values: dict[str, Value] = {}
        for name in (*policy.knob_names, *EVERY):
            default = policy.defaults.get(name, KNOBS[name].default)
            value = self.given.get(name, default)
            values[name] = Fraction(value) if KNOBS[name].kind is Kind.TIME and isinstance(value, int) else value
        for name in ("stay", "iobump", "fresh_boost", "preempted_last", "high_number_first", "arrival_after_preempted"):
            if name in values:
                values[name] = bool(values[name])
        return values

    def scale(self) -> Scale:
        """Return the scale that makes every time of this plan whole."""
        times = [part for job in self.jobs for part in (job.arrival, *job.bursts)]
        for name, value in self.values().items():
            if is_time(name) and value is not None:
                times += [Fraction(part) for part in value] if isinstance(value, tuple) else [Fraction(value)]
        return Scale.for_numbers(times)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A computed schedule. trace: its times are in ticks of `scale`."""

    plan: Plan
    scale: Scale
    trace: Trace
    metrics: Metrics
    rules: Sequence[Saying]


def make_clock(plan: Plan, trace: Trace, *, budget: Budget | None = None) -> tuple[Clock, Policy]:
    """Build the policy and the clock that drives it. Raises ScheduleError where the policy cannot take a job or a knob."""
    scale = plan.scale()
    knobs = Knobs(plan.values(), scale, given=plan.given)
    tasks = make_tasks(plan.jobs, scale)
    policy = POLICIES[plan.policy](tasks, knobs)
    machine = Machine(
        cpus=knobs.number("cpus"),
        switch_cost=knobs.number("switch_cost"),
        switches_on_io=knobs.is_on("switch_on_io"),
        expired_first="arrival_after_preempted" in policy.knob_names and knobs.is_on("arrival_after_preempted"),
    )
    budget = budget or Budget()
    budget.foresee(least_steps(policy, machine))
    return Clock(tasks, policy, machine, trace, budget), policy


def compute(plan: Plan, *, is_brief: bool = False, budget: Budget | None = None) -> Schedule:
    """Compute the textbook schedule. With `is_brief`, or for many jobs, without the decisions."""
    trace = Trace(is_brief=is_brief or len(plan.jobs) > FEW_JOBS)
    clock, policy = make_clock(plan, trace, budget=budget)
    clock.begin()
    while clock.advance():
        pass
    return finished(plan, trace, policy)


def finished(plan: Plan, trace: Trace, policy: Policy) -> Schedule:
    """Add up what a schedule was, when its clock has stopped."""
    scale = plan.scale()
    jobs = [
        JobMetrics(job, task.arrival, sum(task.bursts), task.first_run or 0, task.finish or 0)
        for job, task in zip(plan.jobs, policy.tasks, strict=True)
    ]
    work = sum(run.end - run.start for run in trace.runs)
    cpus = plan.values()["cpus"]
    assert isinstance(cpus, int)
    return Schedule(
        plan=plan,
        scale=scale,
        trace=trace,
        metrics=Metrics(jobs, scale, work, max(job.finish for job in jobs), cpus, trace.switch_count),
        rules=[saying.scaled(scale.number) for saying in (*policy.rules(), *machine_rules(plan, scale))],
    )


def machine_rules(plan: Plan, scale: Scale) -> list[Saying]:
    """List the rules that hold whatever the policy."""
    values = plan.values()
    sayings = [Saying("arrival-order")]
    cost, cpus = values["switch_cost"], values["cpus"]
    assert isinstance(cost, Fraction)
    assert isinstance(cpus, int)
    sayings.append(Saying("switch-cost", {"switch_cost": scale.ticks(cost)}) if cost else Saying("switch-free"))
    if cpus > 1:
        sayings.append(Saying("many-cpus", {"cpus": cpus}))
    if not values["switch_on_io"]:
        sayings.append(Saying("holds-cpu-in-io"))
    return [*sayings, Saying("window")]
