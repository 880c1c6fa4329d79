"""multiprocessing's Value and Array: one resource of kind value each. (What is read and written is for a later issue.)

A value that brings its own lock is one resource with it (see shared_locks.py: the lock's maker tells); here are the others: those
under a lock of the program's, which is a resource of its own, and those without any.
"""

from __future__ import annotations

from sys import _getframe

from .callers import program_frame
from .kinds import ResourceKind
from .location import location_of
from .replacing import replace, unseen
from .shared_locks import create

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any


def install(module: ModuleType) -> None:
    """Hook `multiprocessing.sharedctypes`."""
    for name in ("Value", "Array"):
        _install_creation(module, name)


def _install_creation(module: ModuleType, name: str) -> None:
    original: Callable[..., Any] = getattr(module, name)

    def make(*args: Any, lock: Any = True, **keywords: Any) -> Any:
        try:
            value = original(*args, lock=lock, **keywords)
            frame = program_frame(_getframe(1))
            if frame is not None and lock is not True and lock is not None:
                create(ResourceKind.VALUE, location_of(frame))
            return value
        except BaseException as error:
            unseen(error)
            raise

    replace(module, name, make)
