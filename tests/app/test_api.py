"""The API, put together."""

import pytest
from fastapi import APIRouter

from app.api import operation_id


@pytest.mark.parametrize(("handler", "name"), [("start_run", "startRun"), ("get_scenario_schema", "getScenarioSchema"), ("list", "list")])
def test_operations_are_named_after_their_handlers(handler: str, name: str) -> None:
    router = APIRouter(generate_unique_id_function=operation_id)

    async def handle() -> None:
        """Do nothing."""

    router.get("/", name=handler)(handle)
    assert [route.unique_id for route in router.routes if hasattr(route, "unique_id")] == [name]
