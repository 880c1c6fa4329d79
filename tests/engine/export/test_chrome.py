import json
from typing import Any

from engine.events import Reason, State
from engine.export.chrome import colour_of, write_chrome
from engine.export.tracks import UNNUMBERED
from engine.wire import Change
from tests.engine.export.made import recording


def trace() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads("".join(write_chrome(recording())))["traceEvents"]
    return found


def of(phase: str) -> list[dict[str, Any]]:
    return [event for event in trace() if event["ph"] == phase]


def test_processes_and_threads_have_their_names() -> None:
    names = {(event["name"], event["pid"], event.get("tid")): event["args"].get("name") for event in of("M")}

    assert names[("process_name", 50, None)] == "a.py"
    assert names[("thread_name", 50, 50)] == "MainThread"
    assert names[("thread_name", 50, UNNUMBERED + 3)] == "B"


def test_states_of_threads_are_slices_in_microseconds() -> None:
    slices = [(event["name"], event["ts"], event["dur"], event["tid"]) for event in of("X")]

    assert slices == [
        ("blocked: lock mutex", 0.5, 1.5, UNNUMBERED + 3),
        ("ready: gil", 2.0, 2.0, UNNUMBERED + 3),
        ("ready: cpu", 4.0, 1.0, UNNUMBERED + 3),
        ("running", 0.0, 6.0, 50),
    ]
    assert of("X")[0]["args"] == {"known": "measured", "by": "MainThread", "at": "/a.py:7"}


def test_edges_are_flows_from_cause_to_effect() -> None:
    starts, ends = of("s"), of("f")

    told = [(event["name"], event["ts"], event["tid"], event["id"]) for event in starts]
    assert told == [("start", 0.4, 50, 1), ("wake mutex", 1.9, 50, 2)]
    assert [(event["ts"], event["tid"], event["id"], event["bp"]) for event in ends] == [
        (0.5, UNNUMBERED + 3, 1, "e"),
        (2.0, UNNUMBERED + 3, 2, "e"),
    ]


def test_depths_and_waiters_are_counters_and_findings_and_output_are_instants() -> None:
    assert [(event["name"], event["args"], event["pid"]) for event in of("C")] == [
        ("mutex (waiting)", {"value": 1}, 50),
        ("q (depth)", {"value": 3}, 50),
    ]
    told = [(event["name"], event["ts"], event["tid"], event["s"]) for event in of("i")]
    assert told == [("deadlock", 4.0, UNNUMBERED + 3, "t"), ("output", 1.5, 50, "t")]


def test_states_have_the_colours_of_a_systrace() -> None:
    assert [event["cname"] for event in of("X")] == [
        "thread_state_uninterruptible",
        "thread_state_runnable",
        "thread_state_runnable",
        "thread_state_running",
    ]
    assert colour_of(Change(0, 1, State.BLOCKED, Reason.SLEEP)) == "thread_state_sleeping"
    assert colour_of(Change(0, 1, State.NEW)) == "grey"
