"""A schedule for real processes: what is asked for, how long it will take, and the program that runs it."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import ScheduleError
from engine.scheduling.exact import plain, read_time
from engine.scheduling.order import Order, read_order, shown
from engine.scheduling.schedule import Plan, compute

PROGRAM = "schedule.py"
SOURCE = '''"""Runs the jobs of a schedule as real processes, under its policy. The order is the argument.

Each job is a process that works when the dispatcher lets it; see engine/scheduling/real in Lockstep's source.
"""

import sys

from engine.scheduling.real.dispatcher import main

sys.exit(main())
'''
UNIT_MS = 100
LEAST_UNIT_MS, MOST_UNIT_MS = 10, 10_000
LIMIT_SECONDS = 60
MOST_LIMIT_SECONDS = 3600
MOST_JOBS = 32
START_SECONDS = 0.5  # of the dispatcher, and so much more for each job
JOB_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One policy's schedule for real processes."""

    plan: Plan
    unit_ns: int
    limit_seconds: float
    estimate_seconds: float

    @property
    def cpus(self) -> int:
        """How many CPUs it takes."""
        value = self.plan.values()["cpus"]
        assert isinstance(value, int)
        return value

    def argument(self) -> str:
        """Write what `read_assignment` reads."""
        jobs = [
            {"name": job.name, "arrival": plain(job.arrival), "bursts": [plain(part) for part in job.bursts], "priority": job.priority}
            for job in self.plan.jobs
        ]
        knobs = {name: shown(value) for name, value in self.plan.given.items()}
        words = {"unit_ms": self.unit_ns / 1e6, "limit_seconds": self.limit_seconds}
        return json.dumps({"policy": self.plan.policy, "jobs": jobs, **knobs, **words}, ensure_ascii=False)


def read_assignment(request: Mapping[str, Any]) -> Assignment:
    """Read a request for real processes. Raises ScheduleError, also where it would take longer than its limit."""
    return assign(read_order(request), request)


def read_argument(argument: str) -> Assignment:
    """Read what `Assignment.argument` wrote."""
    try:
        return read_assignment(json.loads(argument))
    except (ValueError, AttributeError) as problem:
        raise ScheduleError("jobs", "the argument is no order of a schedule.") from problem


def assign(order: Order, request: Mapping[str, Any]) -> Assignment:
    """Make an order's one policy an assignment, with the words of the request that are about real processes."""
    if not order.is_single:
        raise ScheduleError("policies", "real processes run under one policy at a time; give policy.")
    if len(order.jobs) > MOST_JOBS:
        raise ScheduleError("jobs", f"{len(order.jobs)} jobs are too many for real processes; {MOST_JOBS} are the most.")
    unit_ms = _between(request, "unit_ms", UNIT_MS, LEAST_UNIT_MS, MOST_UNIT_MS)
    limit = _between(request, "limit_seconds", LIMIT_SECONDS, 1, MOST_LIMIT_SECONDS)
    plan = order.plan(order.policies[0])
    end = compute(plan, is_brief=True).metrics
    estimate = float(end.scale.number(end.end)) * unit_ms / 1000 + START_SECONDS + JOB_SECONDS * len(order.jobs)
    assignment = Assignment(plan=plan, unit_ns=int(unit_ms * 1_000_000), limit_seconds=limit, estimate_seconds=estimate)
    available = len(os.sched_getaffinity(0))
    if assignment.cpus > available:
        raise ScheduleError("cpus", f"{assignment.cpus} CPUs are more than this machine gives us; {available} are there.")
    if estimate > limit:
        advice = "give a shorter unit_ms, shorter jobs or a higher limit_seconds"
        raise ScheduleError("real", f"this would take about {estimate:.0f} s, longer than the limit of {limit:g} s; {advice}.")
    return assignment


def _between(request: Mapping[str, Any], name: str, default: int, least: int, most: int) -> float:
    value = request.get(name)
    number = float(read_time(default if value is None else value, name))
    if not least <= number <= most:
        raise ScheduleError(name, f"{number:g} is out of range; give {least} to {most}.")
    return number
