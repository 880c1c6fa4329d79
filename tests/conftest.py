"""What all tests share."""

import pytest
from hypothesis import settings

# No deadline: how long an example takes on a busy machine says nothing.
settings.register_profile("lockstep", deadline=None)
settings.load_profile("lockstep")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last: while its driver is up, an event loop is running, and `asyncio.run` refuses beside one."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
