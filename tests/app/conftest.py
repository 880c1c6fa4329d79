"""A server in a temporary directory, with programs that only play frames."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.app.fakes import ORIGIN, Server, build_server


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """An application that is not running yet; use it through `client`."""
    return build_server(tmp_path / "data")


@pytest.fixture
def client(server: Server) -> Iterator[TestClient]:
    """A client of the running application; it sends no cookie and no token of its own."""
    with TestClient(server.app, base_url=ORIGIN, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client
