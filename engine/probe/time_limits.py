"""Note which tasks are inside of `asyncio.timeout` blocks: their waits may end by themselves."""

from __future__ import annotations

from _weakref import ref

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
            if strand is not None:
                limit = ref(self)  # which has its task: held by us, neither would ever go
                if limit not in strand.timeouts:
                    strand.timeouts.append(limit)
        except BaseException as error:
            unseen(error)
            raise

    replace(module.Timeout, "reschedule", reschedule)
