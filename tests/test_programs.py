"""What users might write, run from end to end: how it ends, what is found, and what became of its resources."""

import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from engine.export.recording import Recording
from engine.run import Run, RunSpec
from engine.wire import FrameKind
from tests.engine.living import LONG, text_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a child subreaper and prctl exist on Linux only")
PROGRAMS = Path(__file__).parent / "programs"


class Correct(NamedTuple):
    """A program that ends well: the end of what it prints, and of each resource its kind and some of its numbers."""

    last: str
    resources: dict[str, tuple[str, dict[str, int | None]]]


class Hangs(NamedTuple):
    """A program that hangs: what is found, whom it names, and what they wait for."""

    kind: str
    workers: set[str]
    resources: set[str]
    message: str


CORRECT = {
    "philosophers_in_order": Correct("[5, 5, 5, 5, 5]", {f"forks[{n}]": ("lock", {"acquisitions": 10, "max_depth": 0}) for n in range(5)}),
    "philosophers_with_footman": Correct(
        "[5, 5, 5, 5, 5]", {"footman": ("semaphore", {"acquisitions": 25, "capacity": 4}), "forks[4]": ("semaphore", {"acquisitions": 10})}
    ),
    "rendezvous": Correct("both", {name: ("semaphore", {"acquisitions": 1}) for name in ("a_arrived", "b_arrived")}),
    "multiplex": Correct("Semaphore released too many times", {"permits": ("semaphore", {"acquisitions": 8, "capacity": 3})}),
    "readers_writers": Correct("3", {"mutex": ("lock", {"acquisitions": 18}), "room_empty": ("semaphore", {"capacity": 1})}),
    "sleeping_barber": Correct("6", {"mutex": ("lock", {}), "customer_ready": ("semaphore", {}), "barber_ready": ("semaphore", {})}),
    "buffer_with_condition": Correct("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", {"cond": ("condition", {"max_waiters": 1})}),
    "released_by_another_thread": Correct("handed over", {"l": ("lock", {"acquisitions": 2, "contended": 1})}),
    "shared_by_processes": Correct(
        "RLock <Semaphore",
        {
            "bar": ("barrier", {"capacity": 3, "max_depth": 3}),
            "jq": ("queue", {"capacity": 4, "max_depth": 4, "acquisitions": 20}),
            "q": ("queue", {"capacity": 1, "max_depth": 1}),
            "r": ("rlock", {"acquisitions": 2}),
        },
    ),
    "start_methods": Correct("forkserver [0, 0]", {}),
    "many_on_one_line": Correct(
        "",
        {
            "mpq": ("queue", {}),
            "v": ("value", {}),
            "arr": ("value", {}),
            "bar": ("barrier", {"capacity": 4}),
            "bs": ("semaphore", {"capacity": 3}),
            "pr": ("pipe", {}),
            "pw": ("pipe", {}),
            "pair[0]": ("lock", {"acquisitions": 1}),
            "pair[1]": ("lock", {"acquisitions": 1}),
            "jobs": ("queue", {"capacity": 7, "max_depth": 1}),
        },
    ),
    "sleeps": Correct("", {}),
    "echo_servers": Correct(
        "all echoed",
        {
            "server": ("socket", {"acquisitions": 2, "capacity": 128}),
            "connection": ("socket", {"bytes_in": 300000, "bytes_out": 300000}),
            "plain": ("socket", {"bytes_in": 5, "bytes_out": 5}),
        },
    ),
    "pipes_and_files": Correct(
        "total 4950",
        {
            "w→r": ("pipe", {"bytes_in": 390, "bytes_out": 390}),
            "numbers.json": ("file", {"bytes_in": 390, "bytes_out": 390}),
            "flock(numbers.json)": ("lock", {"acquisitions": 2}),
        },
    ),
}
HANGS = {
    "philosophers_naive": Hangs("deadlock", {f"P{n}" for n in range(5)}, {f"forks[{n}]" for n in range(5)}, "Nobody will ever move"),
    "bank_transfer": Hangs("deadlock", {"a-to-b", "b-to-a"}, {"lock", "lock#2"}, "a-to-b waits for lock#2, held by b-to-a"),
    "processes_in_a_ring": Hangs("deadlock", {"P", "Q"}, {"a", "b"}, "P waits for b, held by Q; Q waits for a, held by P"),
    "join_each_other": Hangs("deadlock", {"A", "B"}, set(), "A waits for B to finish; B waits for A to finish"),
    "pool_waits_for_itself": Hangs("deadlock", {"MainThread", "ThreadPoolExecutor-0_0"}, set(), "waits for a result"),
    "one_sentinel_for_three": Hangs("join-hang", {"MainThread"}, {"q"}, "waits for an item from q and will never end"),
    "queue_not_drained": Hangs("join-hang", {"filler"}, {"q"}, "filler waits for room in q and will never end"),
    "event_never_set": Hangs("join-hang", {"MainThread", "waiter"}, {"done"}, "waiter waits for done to be set"),
}


@cache
def watch(name: str, until: str = "") -> Recording:
    """Run a program to its end, or until something of that kind is found."""
    recording = Recording()
    with Run.start(RunSpec(program=str(PROGRAMS / f"{name}.py"), stdio="capture", limits=LONG, run_id=name)) as run:
        for frame in run.frames():
            recording.add(frame)
            if until and frame.kind == FrameKind.FINDING and frame.json()["kind"] == until:
                run.stop()
    return recording


def summary_of(recording: Recording) -> dict[str, Any]:
    assert recording.summary is not None
    return recording.summary


@pytest.mark.parametrize("name", CORRECT)
def test_a_correct_program_runs_as_ever_and_nothing_is_found(name: str) -> None:
    expected = CORRECT[name]
    recording = watch(name)
    summary = summary_of(recording)

    assert (summary["status"], summary["run"]["exit_code"], summary["findings"], summary["dropped"]) == ("finished", 0, [], 0)
    assert text_of(recording).rstrip("\n").endswith(expected.last)
    assert text_of(recording, 2) == ""
    rows = {row["name"]: row for row in reversed(summary["resources"])}
    for resource, (kind, numbers) in expected.resources.items():
        assert (rows[resource]["kind"], {key: rows[resource][key] for key in numbers}) == (kind, numbers)


@pytest.mark.parametrize("name", CORRECT)
def test_every_worker_of_a_correct_program_ends_and_its_states_add_up_to_its_life(name: str) -> None:
    for worker in summary_of(watch(name))["workers"]:
        states = worker["states"]
        parts = [states[key] for key in ("running_ns", "ready_ns", "ready_gil_ns", "blocked_ns")]
        assert worker["ended_ns"] is not None
        assert min(parts) >= 0
        assert sum(states["blocked"].values()) == states["blocked_ns"]
        assert 0 <= worker["ended_ns"] - worker["started_ns"] - sum(parts) - states.get("new_ns", 0) < 1_000_000


@pytest.mark.parametrize("name", HANGS)
def test_a_program_that_hangs_is_told_of_while_it_runs(name: str) -> None:
    expected = HANGS[name]
    recording = watch(name, until=expected.kind)
    summary = summary_of(recording)
    workers = {worker["id"]: worker for worker in summary["workers"]}
    resources = {row["id"]: row["name"] for row in summary["resources"]}
    finding = next(finding for finding in summary["findings"] if finding["kind"] == expected.kind)

    assert summary["status"] == "stopped"
    assert expected.message in finding["message"]
    named = [workers[number] for number in finding["workers"]]
    named += [workers[worker["parent"]] for worker in named if worker["name"] == "MainThread"]
    assert expected.workers <= {worker["name"] for worker in named}
    assert {resources[number] for number in finding["resources"]} == expected.resources
    assert {finding["kind"] for finding in summary["findings"]} <= {"deadlock", "join-hang"}
    assert recording.findings[finding["id"]]["ring"][0]["location"]
