"""Follow gevent's monkey-patching: once threads are greenlets, what Python's own locks, queues and conditions report is of strands."""

from __future__ import annotations

import sys

from . import recorder
from .green_locks import hook_rlock
from .hooking import unseen
from .kinds import Flag
from .replacing import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


def install(module: ModuleType) -> None:
    """Hook the module `gevent.monkey`."""
    original = module.patch_thread

    def patch_thread(*arguments: Any, **keywords: Any) -> Any:
        try:
            result = original(*arguments, **keywords)
            threading = sys.modules.get("threading")
            if threading is not None and getattr(threading, "_CRLock", threading) is None:
                recorder.state.strand_flag = int(Flag.STRAND)
                hook_rlock(threading._RLock)
            return result
        except BaseException as error:
            unseen(error)
            raise

    replace(module, "patch_thread", patch_thread)
