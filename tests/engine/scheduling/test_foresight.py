"""How many steps it will take at least: never more than it takes, and near enough to refuse at once what is without end."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ScheduleError
from engine.scheduling.clock import Budget, Machine
from engine.scheduling.foresight import least_steps
from engine.scheduling.order import read_order
from engine.scheduling.registry import POLICIES
from engine.scheduling.schedule import make_clock
from engine.scheduling.trace import Trace
from tests.engine.scheduling.test_schedule import KNOBS, job_lists

SLICED = {"rr", "priority-rr", "lottery", "stride", "eevdf"}


@pytest.mark.parametrize("policy", sorted(POLICIES))
@settings(max_examples=30, deadline=None)
@given(jobs=job_lists(), knobs=KNOBS, switches_on_io=st.booleans())
def test_it_never_takes_fewer(policy: str, jobs: list[dict[str, Any]], knobs: dict[str, Any], switches_on_io: bool) -> None:
    names = (*POLICIES[policy].knob_names, "cpus", "switch_cost")
    asked = {"policy": policy, "jobs": jobs, "switch_on_io": switches_on_io, **{name: knobs[name] for name in names if name in knobs}}
    clock, scheduler = make_clock(read_order(asked).plan(policy), Trace(is_brief=True))
    least = least_steps(scheduler, Machine(cpus=knobs["cpus"], switches_on_io=switches_on_io))
    clock.begin()
    steps = 0
    while clock.advance():
        steps += 1
    assert least <= steps


@pytest.mark.parametrize("policy", sorted(SLICED))
def test_of_one_job_it_is_the_number_of_its_slices(policy: str) -> None:
    _, scheduler = make_clock(read_order({"policy": policy, "jobs": "A 0 10+1io+5", "quantum": 2}).plan(policy), Trace())
    assert least_steps(scheduler, Machine()) == 8


@pytest.mark.parametrize(
    "given", [{"policy": policy, "quantum": 1} for policy in sorted(SLICED | {"mlfq"})]
    + [{"policy": "mlfq", "quanta": "1,0", "boost": 3}, {"policy": "mlq", "quanta": "1"}]
    + [{"policy": "cfs", "latency": 1, "minimum_slice": 1}]
)  # fmt: skip
def test_what_is_without_end_is_refused_before_it_begins(given: dict[str, Any]) -> None:
    plan = read_order({"jobs": "A 0 1000000000, B 0 1000000000", **given}).plan(given["policy"])
    with pytest.raises(ScheduleError, match="this needs more than 1000000 steps"):
        make_clock(plan, Trace(), budget=Budget())
