"""Scenarios over the API: the library, checking, the program, and the verdict on a run that really went on."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.application import create_app
from tests.app.fakes import HOST, ORIGIN, Server, settings_for
from tests.app.rest.conftest import BASE

BROKEN = "lockstep: 1\ntitle: x\nresources: {door: {kind: lock}}\nworkers:\n  a:\n    steps:\n      - acquire: dor\n"


def test_the_library_and_the_schema_are_there(server: Server, client: TestClient) -> None:
    items = client.get(f"{BASE}/scenarios", headers=server.bearer).json()["items"]
    assert len(items) >= 30
    assert client.get(f"{BASE}/scenarios/{items[0]['id']}", headers=server.bearer).json() == items[0]
    assert client.get(f"{BASE}/scenarios/nothing", headers=server.bearer).status_code == 404
    schema = client.get(f"{BASE}/scenarios/schema", headers=server.bearer)
    assert schema.headers["content-type"] == "application/schema+json"
    assert schema.json()["$id"] == f"{BASE}/scenarios/schema"


def test_a_scenario_is_checked_with_its_parameters(server: Server, client: TestClient) -> None:
    good = client.post(f"{BASE}/scenarios/validate", json={"scenario": "multiplex", "parameters": {"seats": 2}}, headers=server.bearer)
    assert (good.status_code, good.json()["valid"], good.json()["parameters"]["seats"]) == (200, True, 2)
    answer = client.post(f"{BASE}/scenarios/validate", json={"scenario": BROKEN}, headers=server.bearer)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-scenario")
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["line"]) == ("/scenario/workers/a/steps/0/acquire", 7)
    assert "door" in error["detail"]


def test_a_scenario_becomes_a_program(server: Server, client: TestClient) -> None:
    body = {"scenario": "water", "seed": 3}
    made = client.post(f"{BASE}/scenarios/source", json=body, headers=server.bearer).json()
    compile(made["source"], made["program"], "exec")
    marked = [number for number, pointer in made["lines"].items() if pointer.endswith("/steps/1/steps/0")]
    assert all("mark: " in made["source"].splitlines()[int(number) - 1] for number in marked)
    script = client.get(f"{BASE}/scenarios/water", headers=server.bearer).json()["source"].splitlines()
    there = [script[line - 1].strip() for pointer, line in made["places"].items() if pointer.endswith("/steps/1/steps/0")]
    assert {line[:8] for line in there} == {"- mark: "}
    assert script[made["places"]["/expect/0"] - 1].strip().startswith("- ")
    text = client.post(f"{BASE}/scenarios/source", json=body, headers={**server.bearer, "accept": "text/x-python"})
    assert text.text == made["source"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"scenario": "water", "source": "x"}, "/"),
        ({"source": "x", "parameters": {}}, "/"),
        ({"scenario": "wine"}, "/scenario"),
        ({"scenario": {"lockstep": 2}}, "/scenario/lockstep"),
        ({"scenario": "water", "parameters": {"molecules": 0}}, "/parameters/molecules"),
        ({"source": "x", "expect": [{"finishes": "yes"}]}, "/expect/0/finishes"),
        ({"scenario": "a: &x [1]\nb: *x"}, "/scenario"),
        ({"scenario": 7}, "/scenario"),
    ],
)
def test_what_is_wrong_with_a_scenario_is_said_at_its_place(
    server: Server, client: TestClient, body: dict[str, object], pointer: str
) -> None:
    answer = client.post(f"{BASE}/runs", json=body, headers=server.bearer)
    assert answer.status_code == 422
    assert len(answer.content) <= 4096
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)
    assert server.launch.records == []


def test_a_run_without_expectations_has_no_verdict(server: Server, client: TestClient, run_id: str) -> None:
    for part in ("verdict", "scenario"):
        answer = client.get(f"{BASE}/runs/{run_id}/{part}", headers=server.bearer)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-a-scenario")


def test_a_scenario_runs_and_is_judged_with_evidence_one_by_one_and_in_series(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    headers = {"host": HOST, "authorization": f"Bearer {settings.bearer_token}", "prefer": "wait=60"}
    with TestClient(create_app(settings), base_url=ORIGIN) as client:
        run = client.post(f"{BASE}/runs", json={"scenario": "rendezvous"}, headers=headers).json()
        verdict = client.get(run["links"]["verdict"], headers=headers).json()
        assert (run["status"], verdict["verdict"], verdict["seed"]) == ("finished", "passed", 1)
        evidence = verdict["expectations"][1]["evidence"][0]
        assert (evidence["worker_name"], evidence["step"]) == ("ann", "/workers/ann/steps/0")
        kept = client.get(run["links"]["scenario"], headers=headers).json()
        assert kept["lines"][str(evidence["line"])] == evidence["step"]
        own = {"source": "print('mark: b'); print('mark: a')", "expect": [{"order": ["a", "b"]}]}
        series = client.post(f"{BASE}/series", json={"run": own, "times": 2, "seed": 5}, headers=headers).json()
        assert (series["done"], series["verdicts"]["failed"], series["verdicts"]["failed_seeds"]) == (2, 2, [5, 6])
        assert [one["verdict"] for one in series["runs"]] == ["failed", "failed"]
