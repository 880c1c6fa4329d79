"""A schedule as `lockstep schedule --json` and `POST /api/v1/schedules` tell it."""

from collections.abc import Iterator
from typing import Any

from engine.scheduling.clock import Budget
from engine.scheduling.exact import Scale, plain
from engine.scheduling.job import Job
from engine.scheduling.metrics import NAMES, Metrics
from engine.scheduling.order import Order, shown
from engine.scheduling.saying import Saying
from engine.scheduling.schedule import Plan, Schedule, compute
from engine.scheduling.trace import Decision, Stayed

MOST_STEPS = 1_500_000  # of all schedules of an answer together


def answer(order: Order, *, with_steps: bool = True) -> dict[str, Any]:
    """Compute all that was asked for: one schedule, or `schedules` where several policies were, each with its sweep."""
    budget = Budget(MOST_STEPS)
    schedules = [answer_one(order, policy, with_steps=with_steps, budget=budget) for policy in order.policies]
    return schedules[0] if order.is_single else {"schedules": schedules}


def answer_one(order: Order, policy: str, *, with_steps: bool, budget: Budget) -> dict[str, Any]:
    """Compute one policy's schedule, and its sweep."""
    body = tell(compute(order.plan(policy), is_brief=not with_steps, budget=budget))
    if order.sweep is not None:
        body["sweep"] = {"knob": order.sweep.knob, "points": list(_points(order, policy, budget))}
    return body


def _points(order: Order, policy: str, budget: Budget) -> Iterator[dict[str, Any]]:
    assert order.sweep is not None
    for value in order.sweep.values:
        plan = Plan(policy=policy, jobs=order.jobs, given={**order.given, order.sweep.knob: value})
        metrics = compute(plan, is_brief=True, budget=budget).metrics
        yield {"value": shown(value), **tell_metrics(metrics)}


def tell(schedule: Schedule) -> dict[str, Any]:
    """Tell one schedule."""
    trace, number = schedule.trace, schedule.scale.number
    return {
        "policy": schedule.plan.policy,
        "knobs": {name: shown(value) for name, value in schedule.plan.values().items()},
        "rules": [tell_saying(rule) for rule in schedule.rules],
        "jobs": tell_jobs(schedule.metrics),
        **tell_metrics(schedule.metrics),
        "gantt": [
            {"name": run.task.name, "cpu": run.cpu, "start": number(run.start), "end": number(run.end)} for run in in_order(schedule)
        ],
        "ready": [_stayed(stay, schedule.scale) for stay in trace.ready],
        "io": [_stayed(stay, schedule.scale) for stay in trace.io],
        "decisions": [_decision(decision, schedule.scale) for decision in trace.decisions],
        "decision_count": trace.decision_count,
    }


def in_order(schedule: Schedule) -> list[Any]:
    """List the bars of the Gantt by start, then CPU."""
    return sorted(schedule.trace.runs, key=lambda run: (run.start, run.cpu))


def tell_metrics(metrics: Metrics) -> dict[str, Any]:
    """Tell the numbers of the whole."""
    longest, number = metrics.longest, metrics.scale.number
    return {
        "mean": {name: plain(metrics.mean(name)) for name in NAMES},
        "switches": metrics.switches,
        "cpu_busy": plain(metrics.cpu_busy),
        "throughput": plain(metrics.throughput),
        "end": number(metrics.end),
        "longest_wait": {"name": longest.job.name, "waiting": number(longest.waiting)},
    }


def tell_jobs(metrics: Metrics) -> list[dict[str, Any]]:
    """Tell each job with its times."""
    number = metrics.scale.number
    return [
        {
            **tell_job(row.job),
            "first_run": number(row.first_run),
            "finish": number(row.finish),
            **{name: number(getattr(row, name)) for name in NAMES},
        }
        for row in metrics.jobs
    ]


def tell_job(job: Job) -> dict[str, Any]:
    """Tell a job as it was given; burst: its CPU time; bursts: CPU and I/O in turn."""
    return {
        "name": job.name,
        "arrival": plain(job.arrival),
        "burst": plain(job.cpu_time),
        "bursts": [plain(part) for part in job.bursts],
        "priority": job.priority,
    }


def tell_saying(saying: Saying) -> dict[str, Any]:
    """Tell a rule or a reason: its id and parameters, for any language, and its English text."""
    return {"id": saying.id, "parameters": dict(saying.parameters), "text": saying.text()}


def _stayed(stay: Stayed, scale: Scale) -> dict[str, Any]:
    return {"name": stay.task.name, "start": scale.number(stay.start), "end": scale.number(stay.end)}


def _decision(decision: Decision, scale: Scale) -> dict[str, Any]:
    return {
        "time": scale.number(decision.time),
        "cpu": decision.cpu,
        "chosen": decision.chosen,
        "kept": decision.is_kept,
        "queues": [{"level": queue.level, "jobs": queue.names, "length": queue.length} for queue in decision.queues],
        "reason": tell_saying(decision.why.scaled(scale.number)),
    }
