"""What is true of every schedule, of any jobs under any policy."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.scheduling.registry import POLICIES
from tests.engine.scheduling.worked import compute, order


@st.composite
def job_lists(draw: st.DrawFn, *, has_io: bool = True) -> list[dict[str, Any]]:
    count = draw(st.integers(1, 7))
    lengths = st.integers(1, 12)
    io = st.lists(st.integers(1, 9), min_size=0, max_size=4).filter(lambda parts: len(parts) % 2 == 0) if has_io else st.just([])
    return [
        {"name": f"J{at}", "arrival": draw(st.integers(0, 15)), "bursts": [draw(lengths), *draw(io)], "priority": draw(st.integers(1, 9))}
        for at in range(count)
    ]


KNOBS = st.fixed_dictionaries(
    {"quantum": st.integers(1, 6), "cpus": st.integers(1, 3), "switch_cost": st.sampled_from([0, 0, 1, 0.5])},
    optional={
        "age": st.integers(2, 9), "boost": st.integers(1, 30), "stay": st.booleans(), "iobump": st.booleans(),
        "preempted_last": st.booleans(), "arrival_after_preempted": st.booleans(), "allotment": st.integers(1, 3),
        "minimum_slice": st.integers(1, 6), "fresh_boost": st.booleans(), "high_number_first": st.booleans(),
    },
)  # fmt: skip


def spans(body: dict[str, Any], kind: str) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for span in body[kind]:
        found[span["name"]].append((span["start"], span["end"]))
    return {name: sorted(each) for name, each in found.items()}


@pytest.mark.parametrize("policy", POLICIES)
@settings(max_examples=40, deadline=None)
@given(jobs=job_lists(), knobs=KNOBS)
def test_any_schedule(policy: str, jobs: list[dict[str, Any]], knobs: dict[str, Any]) -> None:
    body = compute(policy, jobs, **knobs)
    work, ready, io = spans(body, "gantt"), spans(body, "ready"), spans(body, "io")
    for job in body["jobs"]:
        name = job["name"]
        assert sum(end - start for start, end in work[name]) == job["burst"]  # all work is done, and no more
        own = sorted([*work[name], *io.get(name, [])])
        assert all(first[1] <= second[0] for first, second in pairwise(own))  # nobody is in two places
        assert own[0][0] >= job["arrival"]
        assert own[-1][1] == job["finish"]
        assert job["waiting"] == job["turnaround"] - sum(end - start for start, end in own)
        assert 0 <= job["response"] <= job["turnaround"] - job["burst"]
        if not knobs["switch_cost"]:
            assert sum(end - start for start, end in ready.get(name, [])) == job["waiting"]
    by_cpu = defaultdict(list)
    for bar in body["gantt"]:
        by_cpu[bar["cpu"]].append((bar["start"], bar["end"]))
    for each in by_cpu.values():
        assert all(first[1] <= second[0] for first, second in pairwise(sorted(each)))  # nobody shares a CPU
    assert set(by_cpu) <= set(range(knobs["cpus"]))


@pytest.mark.parametrize("policy", POLICIES)
@settings(max_examples=30, deadline=None)
@given(jobs=job_lists(), cpus=st.integers(1, 3), quantum=st.integers(1, 6))
def test_no_cpu_idles_while_somebody_is_ready(policy: str, jobs: list[dict[str, Any]], cpus: int, quantum: int) -> None:
    body = compute(policy, jobs, cpus=cpus, quantum=quantum)
    for stay in body["ready"]:
        inside = [max(0, min(bar["end"], stay["end"]) - max(bar["start"], stay["start"])) for bar in body["gantt"]]
        assert sum(inside) == cpus * (stay["end"] - stay["start"])


@settings(max_examples=150, deadline=None)
@given(jobs=job_lists(has_io=False))
def test_srtf_never_waits_longer_than_sjf_or_any_other(jobs: list[dict[str, Any]]) -> None:
    best = compute("srtf", jobs)["mean"]["waiting"]
    for policy in ("sjf", "fcfs", "hrrn", "rr", "mlfq", "lottery"):
        assert best <= compute(policy, jobs)["mean"]["waiting"] + 1e-9


@settings(max_examples=100, deadline=None)
@given(jobs=job_lists(), cpus=st.integers(1, 3))
def test_round_robin_becomes_first_come_first_served_as_the_slice_grows(jobs: list[dict[str, Any]], cpus: int) -> None:
    assert compute("rr", jobs, quantum=12, cpus=cpus)["gantt"] == compute("fcfs", jobs, cpus=cpus)["gantt"]


@settings(max_examples=60, deadline=None)
@given(jobs=job_lists(has_io=False))
def test_without_io_and_switch_cost_every_policy_ends_at_the_same_time(jobs: list[dict[str, Any]]) -> None:
    assert len({compute(policy, jobs)["end"] for policy in POLICIES}) == 1


@settings(max_examples=60, deadline=None)
@given(jobs=job_lists(), seed=st.integers(0, 2**53))
def test_a_lottery_is_its_seed(jobs: list[dict[str, Any]], seed: int) -> None:
    assert compute("lottery", jobs, seed=seed) == compute("lottery", jobs, seed=seed)


@settings(max_examples=30, deadline=None)
@given(tickets=st.lists(st.integers(1, 9), min_size=2, max_size=5))
def test_stride_is_never_more_than_a_slice_a_job_off_the_share(tickets: list[int]) -> None:
    body = compute("stride", [{"name": "ABCDE"[at], "burst": 500, "priority": count} for at, count in enumerate(tickets)])
    ran = order(body)
    for end in range(0, 400, 7):
        for at, count in enumerate(tickets):
            assert abs(ran[:end].count("ABCDE"[at]) - end * count / sum(tickets)) <= len(tickets)


@settings(max_examples=60, deadline=None)
@given(jobs=job_lists())
def test_priority_without_priorities_is_first_come_first_served(jobs: list[dict[str, Any]]) -> None:
    plain = [{**job, "priority": None} for job in jobs]
    assert compute("priority", plain)["gantt"] == compute("fcfs", plain)["gantt"]
    assert compute("priority-preemptive", plain)["gantt"] == compute("fcfs", plain)["gantt"]


@settings(max_examples=60, deadline=None)
@given(jobs=job_lists(has_io=False), quantum=st.integers(1, 6))
def test_one_queue_of_feedback_is_round_robin(jobs: list[dict[str, Any]], quantum: int) -> None:
    feedback = compute("mlfq", jobs, queues=1, quantum=quantum)
    assert feedback["gantt"] == compute("rr", jobs, quantum=quantum, arrival_after_preempted=True)["gantt"]
