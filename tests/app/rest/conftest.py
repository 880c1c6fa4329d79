"""What the API's tests share beside the application: a run that has ended."""

import pytest
from starlette.testclient import TestClient

from tests.app.fakes import Server

BASE = "/api/v1"


@pytest.fixture
def run_id(server: Server, client: TestClient) -> str:
    """A run that has ended."""
    headers = {**server.bearer, "prefer": "wait=60"}
    created = client.post(f"{BASE}/runs", json={"source": "print(1)", "program": "票.py"}, headers=headers).json()
    assert not created["live"]
    found: str = created["id"]
    return found
