"""`POST /api/v1/schedules`."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.app.fakes import Server

JOBS = "P1 0 24, P2 0 3, P3 0 3"
PATH = "/api/v1/schedules"


def test_a_schedule_is_computed(server: Server, client: TestClient) -> None:
    answer = client.post(PATH, json={"policy": "rr", "quantum": 4, "jobs": JOBS}, headers=server.bearer)
    assert answer.status_code == 200
    assert round(answer.json()["mean"]["waiting"], 2) == 5.67
    assert answer.json()["decisions"][0]["reason"]["text"] == "It is P1's turn, for a slice of 4."


def test_several_policies_with_a_sweep_and_without_steps(server: Server, client: TestClient) -> None:
    body = {"policies": ["fcfs", "rr"], "jobs": JOBS, "sweep": {"knob": "quantum", "from": 1, "to": 3}, "steps": False}
    schedules = client.post(PATH, json=body, headers=server.bearer).json()["schedules"]
    assert [(one["policy"], len(one["sweep"]["points"]), one["decisions"]) for one in schedules] == [("fcfs", 3, []), ("rr", 3, [])]


def test_ten_thousand_jobs_fit_into_a_request(server: Server, client: TestClient) -> None:
    jobs = ",".join(f"{at} {at} 1" for at in range(10_000))
    answer = client.post(PATH, json={"policy": "srtf", "jobs": jobs}, headers=server.bearer)
    assert (answer.status_code, answer.json()["end"]) == (200, 10_000)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"policy": "fifo"}, "/policy"),
        ({"quantum": 0}, "/quantum"),
        ({"quantum": "x"}, "/quantum"),
        ({"warp": 1}, "/warp"),
        ({"jobs": "P1 0 -3"}, "/jobs/0/burst"),
        ({"jobs": [{"name": "A", "arrival": -1, "burst": 2}]}, "/jobs/0/arrival"),
        ({"jobs": "P1 0 1, P1 0 2"}, "/jobs/1/name"),
        ({"policy": "lottery", "jobs": "A 0 1 0"}, "/jobs/0/priority"),
        ({"steps": "no"}, "/steps"),
    ],
)
def test_what_is_wrong_is_a_problem_that_names_the_field(server: Server, client: TestClient, change: dict[str, Any], pointer: str) -> None:
    answer = client.post(PATH, json={"policy": "rr", "jobs": JOBS, **change}, headers=server.bearer)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_a_schedule_of_too_many_steps_is_refused(server: Server, client: TestClient) -> None:
    body = {"policy": "rr", "jobs": "A 0 1000000000, B 0 1000000000", "quantum": 1}
    answer = client.post(PATH, json=body, headers=server.bearer)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/jobs")


@pytest.mark.parametrize("text", ['{"policy": "rr", "quantum": NaN}', "[1]", '"rr"', "{"])
def test_what_is_no_request_is_refused(server: Server, client: TestClient, text: str) -> None:
    answer = client.post(PATH, content=text, headers={**server.bearer, "content-type": "application/json"})
    assert answer.status_code in (400, 422)


# --- real processes


REAL = {"policy": "fcfs", "jobs": "A 0 1, B 0 2", "real": True}


def test_a_real_schedule_is_a_run_with_links(server: Server, client: TestClient) -> None:
    answer = client.post(PATH, json={**REAL, "unit_ms": 50, "limit_seconds": 30}, headers=server.bearer)
    body = answer.json()
    assert (answer.status_code, body["end"], body["unit_ms"]) == (201, 3, 50)
    run = body["run"]
    assert answer.headers["location"] == run["self"] == f"/api/v1/runs/{run['id']}"
    assert (run["schedule"], run["page"]) == (f"{run['self']}/schedule", f"/lab/{run['id']}")
    (record,) = server.launch.records
    assert (record.program, record.limits.wall_ns) == ("schedule.py", 30 * 10**9)
    assert "dispatcher" in record.source


def test_a_run_that_came_to_no_end_cannot_be_compared(server: Server, client: TestClient) -> None:
    run = client.post(PATH, json=REAL, headers=server.bearer).json()["run"]
    while client.get(run["self"], headers=server.bearer).json()["live"]:
        pass
    answer = client.get(run["schedule"], headers=server.bearer)  # its frames are a fake program's
    assert (answer.status_code, answer.json()["code"]) == (409, "schedule-unfinished")


def test_another_run_is_no_schedule(server: Server, client: TestClient) -> None:
    run_id = client.post("/api/v1/runs", json={"source": "print(1)"}, headers=server.bearer).json()["id"]
    assert client.get(f"/api/v1/runs/{run_id}/schedule", headers=server.bearer).json()["code"] == "not-a-schedule"
    assert client.get("/api/v1/runs/nowhere1/schedule", headers=server.bearer).status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"jobs": "A 0 1000"}, "/real"),
        ({"real": "yes"}, "/real"),
        ({"policy": None, "policies": ["rr", "fcfs"]}, "/policies"),
        ({"unit_ms": 0}, "/unit_ms"),
        ({"cpus": 64}, "/cpus"),
        ({"jobs": ",".join(f"J{at} 0 1" for at in range(10_000))}, "/jobs"),
    ],
)
def test_what_real_processes_cannot_do_is_refused_beforehand(
    server: Server, client: TestClient, change: dict[str, Any], pointer: str
) -> None:
    answer = client.post(PATH, json={**REAL, **change}, headers=server.bearer)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert server.launch.records == []
