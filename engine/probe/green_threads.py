"""Name the threads of gevent's thread pools, which do what would block (names of hosts, files), and say when one waits for work."""

from __future__ import annotations

import sys

from . import recorder
from .greenlets import numbered
from .hooking import unseen
from .kinds import Kind, Reason
from .replacing import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

here, emit = recorder.here, recorder.emit
NAME, WAIT, WAIT_END, QUEUE_GET = int(Kind.NAME), int(Kind.WAIT), int(Kind.WAIT_END), int(Reason.QUEUE_GET)


def install(module: ModuleType) -> None:
    """Hook the module `gevent.threadpool`; the threads are gevent's own, made below `threading`."""
    _hook_begin(module._WorkerGreenlet)
    _hook_get(sys.modules["gevent._threading"].Queue)


def _hook_begin(worker: Any) -> None:
    original = worker._begin

    def _begin(self: Any, *arguments: Any) -> None:
        try:
            recorder.emit_text(NAME, 0, numbered("gevent pool thread"), 0, 0)
            original(self, *arguments)
        except BaseException as error:
            unseen(error)
            raise

    replace(worker, "_begin", _begin)


def _hook_get(queue: Any) -> None:
    original = queue.get

    def get(self: Any, cookie: Any, timeout: Any = -1) -> Any:
        try:
            if self._queue:
                return original(self, cookie, timeout)
            emit(WAIT, 0, -1 if timeout == -1 else int(timeout * 1_000_000_000), QUEUE_GET << 8, 0)
            try:
                return original(self, cookie, timeout)
            finally:
                emit(WAIT_END, 0, 0, QUEUE_GET << 8, 0)
        except BaseException as error:
            unseen(error)
            raise

    replace(queue, "get", get)
