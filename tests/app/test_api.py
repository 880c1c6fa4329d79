"""The API, put together."""

import pytest
from fastapi import APIRouter
from starlette.testclient import TestClient

from app.api import operation_id
from tests.app.fakes import Server


@pytest.mark.parametrize(("handler", "name"), [("start_run", "startRun"), ("get_scenario_schema", "getScenarioSchema"), ("list", "list")])
def test_operations_are_named_after_their_handlers(handler: str, name: str) -> None:
    router = APIRouter(generate_unique_id_function=operation_id)

    async def handle() -> None:
        """Do nothing."""

    router.get("/", name=handler)(handle)
    assert [route.unique_id for route in router.routes if hasattr(route, "unique_id")] == [name]


def test_every_route_is_below_the_prefix_and_documented(server: Server, client: TestClient) -> None:
    paths = client.get("/openapi.json", headers=server.browser).json()["paths"]
    assert all(path.startswith("/api/v1/") for path in paths)
    assert {"/api/v1/runs", "/api/v1/series", "/api/v1/lessons", "/api/v1/schedules", "/api/v1/limits"} <= set(paths)
