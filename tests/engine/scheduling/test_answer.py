"""The shape of an answer."""

import json

from engine.scheduling.answer import answer
from engine.scheduling.order import read_order
from tests.engine.scheduling.worked import SILBERSCHATZ, compute


def test_the_shape_that_was_agreed() -> None:
    body = compute("rr", "P1 0 24, P2 0 3 2", quantum=4)
    assert {"policy", "knobs", "rules", "jobs", "mean", "gantt", "switches", "cpu_busy", "throughput"} <= set(body)
    assert body["jobs"][1] == {
        "name": "P2", "arrival": 0, "burst": 3, "bursts": [3], "priority": 2,
        "first_run": 4, "finish": 7, "response": 4, "waiting": 4, "turnaround": 7,
    }  # fmt: skip
    assert body["gantt"][0] == {"name": "P1", "cpu": 0, "start": 0, "end": 4}
    assert body["knobs"] == {"quantum": 4, "arrival_after_preempted": False, "switch_cost": 0, "cpus": 1, "switch_on_io": True}
    assert body["rules"][0] == {
        "id": "arrival-before-expired", "parameters": {}, "text": "A job that arrives as a slice expires queues before the pre-empted one.",
    }  # fmt: skip
    assert json.loads(json.dumps(body, allow_nan=False)) == body


def test_whole_results_are_whole_numbers() -> None:
    assert '"waiting": 17,' in json.dumps(compute("fcfs", SILBERSCHATZ)["mean"])


def test_several_policies_are_answered_in_their_order() -> None:
    body = answer(read_order({"policies": ["sjf", "fcfs"], "jobs": SILBERSCHATZ}))
    assert [one["policy"] for one in body["schedules"]] == ["sjf", "fcfs"]
    assert [one["mean"]["waiting"] for one in body["schedules"]] == [3, 17]


def test_a_sweep_has_the_numbers_of_each_point() -> None:
    points = compute("rr", SILBERSCHATZ, sweep={"knob": "quantum", "values": [1, 4, 30]})["sweep"]["points"]
    assert [point["value"] for point in points] == [1, 4, 30]
    assert [round(point["mean"]["response"], 2) for point in points] == [1, 3.67, 17]
    assert [point["switches"] for point in points] == [9, 3, 2]


def test_decisions_can_be_left_out() -> None:
    body = answer(read_order({"policy": "rr", "jobs": SILBERSCHATZ}), with_steps=False)
    assert (body["decisions"], len(body["gantt"])) == ([], 4)
