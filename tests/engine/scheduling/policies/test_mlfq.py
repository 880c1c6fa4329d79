"""The multilevel feedback queue, number for number as OSTEP's simulator has it."""

from typing import Any

import pytest

from engine.errors import ScheduleError
from tests.engine.scheduling.worked import column, compute, gantt, order, reasons, rules

# Jobs as the simulator's -l has them, knobs, and its response and turnaround of each job.
SIMULATED: list[tuple[str, dict[str, Any], list[int], list[int]]] = [
    ("0,84,7:0,42,3:0,51,4", {}, [0, 7, 10], [180, 161, 171]),
    ("0,180,0:100,20,0", {}, [0, 0], [200, 20]),
    ("0,50,0:0,25,1:0,25,1", {"stay": True, "io_time": 1}, [0, 10, 11], [100, 59, 60]),
    ("0,84,7:0,42,3:0,51,4", {"boost": 50}, [0, 7, 10], [189, 157, 168]),
    ("0,84,7:0,42,3:0,51,4", {"stay": True}, [0, 7, 10], [161, 180, 176]),
    ("0,84,7:0,42,3:0,51,4", {"iobump": True}, [0, 7, 10], [200, 156, 157]),
    ("0,30,0:5,30,4:7,12,2", {"quanta": [5, 10, 20], "allotment": [2, 1, 3], "io_time": 3}, [0, 5, 7], [62, 73, 37]),
    ("0,100,0:3,40,5:9,40,6", {"quantum": 8, "queues": 4, "boost": 30, "stay": True, "io_time": 7}, [0, 5, 4], [180, 131, 110]),
    ("10,20,3:0,9,0:25,30,10", {"queues": 1, "quantum": 4}, [0, 0, 0], [62, 9, 49]),
    ("0,60,0:0,60,0:20,15,0", {"quanta": [2, 4, 0], "boost": 25}, [0, 2, 0], [96, 135, 45]),
    (
        "0,33,2:1,21,3:2,17,0:40,8,1",
        {"quantum": 3, "allotment": 2, "io_time": 4, "boost": 11, "iobump": True},
        [0, 1, 3, 0],
        [113, 59, 46, 36],
    ),
    ("0,40,9:0,40,10:0,40,11", {"quantum": 10, "io_time": 1}, [0, 9, 19], [120, 89, 116]),
    ("0,80,0:0,20,10:0,20,10", {"allotment": 3, "boost": 35, "io_time": 10}, [0, 10, 20], [120, 61, 68]),
]


@pytest.mark.parametrize(("jobs", "knobs", "response", "turnaround"), SIMULATED)
def test_osteps_simulator(jobs: str, knobs: dict[str, Any], response: list[int], turnaround: list[int]) -> None:
    body = compute("mlfq", ostep=jobs, **knobs)
    assert (column(body, "response"), column(body, "turnaround")) == (response, turnaround)


def test_the_worked_example_means() -> None:
    mean = compute("mlfq", ostep="0,84,7:0,42,3:0,51,4")["mean"]
    assert (round(mean["turnaround"], 2), round(mean["response"], 2)) == (170.67, 5.67)


def test_a_long_job_sinks_and_a_short_one_goes_before_it() -> None:
    body = compute("mlfq", ostep="0,180,0:100,20,0")
    assert gantt(body) == "J0 0-100, J1 100-120, J0 120-200"
    assert column(body, "turnaround") == [200, 20]
    levels = {step["time"]: step["reason"]["parameters"].get("level") for step in body["decisions"] if step["chosen"] == "J0"}
    assert (levels[0], levels[10], levels[20], levels[90]) == (0, 1, 2, 2)
    assert (100, "J1", "first-of-queue") in reasons(body)  # just as a slice of J0 expires; at 101 it has to give way
    assert (101, "J1", "higher-queue") in reasons(compute("mlfq", ostep="0,180,0:101,20,0"))


def test_io_does_not_hide_what_a_job_has_used_unless_it_may_play_games() -> None:
    jobs = "0,50,0:0,50,4"
    fair, gamed = (order(compute("mlfq", ostep=jobs, io_time=1, stay=stay))[10:60] for stay in (False, True))
    assert gamed.count("J1") > fair.count("J1")


def test_a_starving_job_is_saved_by_a_boost() -> None:
    jobs = "0,40,0:0,60,5:0,60,5"
    alone = compute("mlfq", ostep=jobs, stay=True, io_time=5)
    boosted = compute("mlfq", ostep=jobs, stay=True, io_time=5, boost=20)
    assert alone["jobs"][0]["finish"] == 160
    assert boosted["jobs"][0]["finish"] < 160
    assert "mlfq-boost" in rules(boosted)


def test_a_boost_can_give_whole_slices() -> None:
    jobs = "0,40,0:0,40,0"
    assert gantt(compute("mlfq", ostep=jobs, boost=40)).split(", ")[4:6] == ["J0 40-41", "J1 41-42"]
    assert gantt(compute("mlfq", ostep=jobs, boost=40, fresh_boost=True)).split(", ")[4:6] == ["J0 40-50", "J1 50-60"]


def test_decimals_count_as_whole_numbers_do() -> None:
    whole = compute("mlfq", ostep="0,84,7:0,42,3:0,51,4", boost=50)
    tenth = compute("mlfq", ostep="0,8.4,.7:0,4.2,.3:0,5.1,.4", boost=5, quantum=1, io_time=0.5, fresh_boost=True)
    fresh = compute("mlfq", ostep="0,84,7:0,42,3:0,51,4", boost=50, fresh_boost=True)
    assert column(fresh, "turnaround") == [round(10 * value) for value in column(tenth, "turnaround")]
    assert column(fresh, "turnaround") != column(whole, "turnaround")


@pytest.mark.parametrize(
    ("knobs", "message"),
    [
        ({"allotment": [1, 2]}, "allotment: 2 allotments do not fit 3 queues"),
        ({"allotment": [0, 1, 1]}, "allotment: only the lowest queue"),
        ({"quanta": [1, 2], "queues": 3}, "quanta: 2 slices do not fit 3 queues"),
    ],
)
def test_what_does_not_fit_is_told(knobs: dict[str, Any], message: str) -> None:
    with pytest.raises(ScheduleError, match=message):
        compute("mlfq", ostep="0,5,0", **knobs)
