"""From a request - the API's body, or the command line's options - to plans: everything that can be wrong with one is found here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import ScheduleError
from engine.scheduling.exact import plain
from engine.scheduling.job import Job
from engine.scheduling.knobs import KNOBS, Kind, Value, read_knobs, read_value
from engine.scheduling.notation import read_jobs, read_ostep
from engine.scheduling.registry import find_policy
from engine.scheduling.schedule import Plan

MOST_POLICIES = 14
MOST_POINTS = 100
WORDS = {"policy", "policies", "jobs", "ostep", "sweep", "steps", "real", "unit_ms", "limit_seconds"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """One knob, and the values it takes in turn."""

    knob: str
    values: Sequence[Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was asked for."""

    policies: Sequence[str]
    jobs: Sequence[Job]
    given: Mapping[str, Value]
    sweep: Sweep | None = None
    is_single: bool = True  # asked as `policy`, so answered as one schedule

    def plan(self, policy: str) -> Plan:
        """Return the plan for one of the policies."""
        return Plan(policy=policy, jobs=self.jobs, given=self.given)


def read_order(request: Mapping[str, Any]) -> Order:
    """Read a request. Raises ScheduleError, which names the field."""
    policies, is_single = _policies(request)
    given = read_knobs({name: value for name, value in request.items() if name not in WORDS})
    return Order(policies=policies, jobs=_jobs(request, given), given=given, sweep=_sweep(request.get("sweep")), is_single=is_single)


def _policies(request: Mapping[str, Any]) -> tuple[list[str], bool]:
    one, several = request.get("policy"), request.get("policies")
    if (one is None) == (several is None):
        raise ScheduleError("policy", "give either policy or policies.")
    if several is None:
        return [find_policy(one).name], True
    if not isinstance(several, list | tuple) or not 1 <= len(several) <= MOST_POLICIES:
        raise ScheduleError("policies", f"give a list of 1 to {MOST_POLICIES} policies.")
    return [find_policy(name, f"policies/{at}").name for at, name in enumerate(several)], False


def _jobs(request: Mapping[str, Any], given: Mapping[str, Value]) -> list[Job]:
    jobs, ostep = request.get("jobs"), request.get("ostep")
    if (jobs is None) == (ostep is None):
        raise ScheduleError("jobs", "give the jobs, either as jobs or in OSTEP's notation as ostep.")
    if ostep is None:
        return read_jobs(jobs)
    io_time = given.get("io_time", KNOBS["io_time"].default)
    return read_ostep(ostep, read_time_value(io_time))


def read_time_value(value: Value) -> Any:
    """Return the fraction that a time knob holds."""
    assert value is not None
    return value


def _sweep(value: Any) -> Sweep | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) - {"knob", "values", "from", "to"}:
        raise ScheduleError("sweep", "give an object with knob and either values or from and to.")
    knob = KNOBS.get(str(value.get("knob")))
    if knob is None or knob.kind in (Kind.TIMES, Kind.COUNTS):
        raise ScheduleError("sweep/knob", "give a knob that is one number or a switch.")
    values = value.get("values")
    if values is None:
        first = read_value(KNOBS["seed"], value.get("from"), "sweep/from")
        last = read_value(KNOBS["seed"], value.get("to"), "sweep/to")
        assert isinstance(first, int)
        assert isinstance(last, int)
        if not 0 <= last - first < MOST_POINTS:
            raise ScheduleError("sweep/to", f"give 1 to {MOST_POINTS} values.")
        values = list(range(first, last + 1))
    if not isinstance(values, list | tuple) or not 1 <= len(values) <= MOST_POINTS:
        raise ScheduleError("sweep/values", f"give 1 to {MOST_POINTS} values.")
    return Sweep(knob=knob.name, values=[read_value(knob, one, f"sweep/values/{at}") for at, one in enumerate(values)])


def shown(value: Value) -> Any:
    """Write a knob's value as JSON does."""
    if isinstance(value, tuple):
        return [shown(part) for part in value]
    return value if value is None or isinstance(value, bool | int) else plain(value)
