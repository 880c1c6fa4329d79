"""Series over the API."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.app.fakes import Server
from tests.app.rest.conftest import BASE

PATH = f"{BASE}/series"
RUN = {"source": "print(1)", "program": "票.py"}


def test_a_series_is_started_waited_for_and_added_up(server: Server, client: TestClient) -> None:
    body = {"run": RUN, "times": 3, "seed": 5}
    answer = client.post(PATH, json=body, headers={**server.bearer, "prefer": "wait=60"})
    series = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"{PATH}/{series['id']}")
    assert (series["status"], series["done"], series["program"], series["live"]) == ("finished", 3, "票.py", False)
    assert series["outcomes"] == [{"status": "finished", "exit_code": 0, "signal": None, "count": 3}]
    assert [run["seed"] for run in series["runs"]] == [5, 6, 7]
    assert {record.stdin for record in server.launch.records} == {""}
    assert client.get(f"{series['links']['self']}?wait=60", headers=server.bearer).json() == series
    run = client.get(f"{BASE}/runs/{series['runs'][2]['run']}", headers=server.bearer).json()
    assert (run["seed"], run["series"]) == (7, series["id"])


def test_series_are_listed_stopped_and_deleted(server: Server, client: TestClient) -> None:
    made = [client.post(PATH, json={"run": RUN, "times": 1}, headers={**server.bearer, "prefer": "wait=60"}).json() for _ in range(3)]
    first = client.get(f"{PATH}?limit=2", headers=server.bearer).json()
    rest = client.get(f"{PATH}?limit=2&before={first['next']}", headers=server.bearer).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == [one["id"] for one in made[::-1]]
    path = made[0]["links"]["self"]
    assert client.post(f"{path}/stop", headers=server.bearer).status_code == 202
    assert client.delete(path, headers=server.bearer).status_code == 204
    for method, address in (("GET", path), ("DELETE", path), ("POST", f"{path}/stop"), ("GET", f"{PATH}/NO")):
        answer = client.request(method, address, headers=server.bearer)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), address
    assert client.get(f"{BASE}/runs", headers=server.bearer).json()["total"] == 2


def test_a_series_that_is_asked_for_again_is_the_same(server: Server, client: TestClient) -> None:
    headers = {**server.bearer, "idempotency-key": "k", "prefer": "wait=60"}
    first, again = (client.post(PATH, json={"run": RUN, "times": 2}, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code, again.headers["idempotency-replayed"]) == (201, 200, "true")
    assert again.json() == first.json()
    assert len(server.launch.records) == 2


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"times": 0}, "/times"), ({"times": 201}, "/times"), ({"times": True}, "/times"),
        ({"times": 1.0}, "/times"), ({"seed": -1}, "/seed"),
        ({"seed": 2**53}, "/seed"), ({"at_once": 0}, "/at_once"), ({"at_once": 199}, "/at_once"), ({"run": None}, "/run"),
        ({"run": {}}, "/run"),
        ({"run": {**RUN, "seed": 1}}, "/run/seed"), ({"run": {**RUN, "x": 1}}, "/run/x"), ({"run": {"lesson": "none"}}, "/run/lesson"),
        ({"run": {"lesson": "gil", "knobs": {"workers": 99}}}, "/run/knobs/workers"), ({"run": {**RUN, "args": "'"}}, "/run/args"),
        ({"extra": 1}, "/extra"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_problem_that_names_the_field(server: Server, client: TestClient, change: dict[str, Any], pointer: str) -> None:
    answer = client.post(PATH, json={"run": RUN, "times": 2, **change}, headers=server.bearer)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert server.launch.records == []
