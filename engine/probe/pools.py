"""Tell of the one wait of `multiprocessing.Pool` that neither a thread nor a result stands for: at its end, for the workers to let go."""

from __future__ import annotations

from sys import _getframe

from .kinds import Kind, Outcome, Reason
from .location import location_of
from .recorder import emit
from .replacing import replace, unseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

WAIT, WAIT_END, UNKNOWN, RAISED = int(Kind.WAIT), int(Kind.WAIT_END), Reason.UNKNOWN << 8, int(Outcome.RAISED)


def install(module: ModuleType) -> None:
    """Hook `multiprocessing.pool`."""
    original: Callable[..., None] = module.Pool._help_stuff_finish

    def _help_stuff_finish(inqueue: Any, task_handler: Any, size: Any) -> None:
        try:
            location, outcome = location_of(_getframe(1)), RAISED
            emit(WAIT, 0, -1, UNKNOWN, location)
            try:
                original(inqueue, task_handler, size)
                outcome = 0
            finally:
                emit(WAIT_END, 0, 0, UNKNOWN | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    replace(module.Pool, "_help_stuff_finish", _help_stuff_finish)
