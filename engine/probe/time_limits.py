"""Note which tasks are inside of `asyncio.timeout` blocks: their waits may end by themselves."""

from __future__ import annotations

from . import known_tasks
from .hooking import unseen
from .replacing import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


def install(module: ModuleType) -> None:
    """Hook `asyncio.timeouts`."""
    original = module.Timeout.reschedule

    def reschedule(self: Any, when: Any) -> None:
        try:
            original(self, when)
            strand = known_tasks.strands.get(id(self._task))
            if strand is not None and self not in strand.timeouts:
                strand.timeouts.append(self)
        except BaseException as error:
            unseen(error)
            raise

    replace(module.Timeout, "reschedule", reschedule)
