"""Hook `multiprocessing.shared_memory`; what it does is with the other shared values."""

from __future__ import annotations

from .shared_values import install_memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def install(module: ModuleType) -> None:
    """Hook the module."""
    install_memory(module)
