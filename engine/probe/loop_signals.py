"""Record that an event loop handles a signal for the program: what its thread waits for may then come from a handler."""

from __future__ import annotations

from . import recorder
from .hooking import unseen
from .kinds import Kind
from .location import caller, location_of
from .replacing import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

HANDLE = int(Kind.HANDLE)


def install(module: ModuleType) -> None:
    """Hook `asyncio.unix_events`."""
    loop = module._UnixSelectorEventLoop
    original = loop.add_signal_handler

    def add_signal_handler(self: Any, sig: Any, callback: Any, *args: Any) -> None:
        try:
            original(self, sig, callback, *args)
            recorder.emit(HANDLE, 0, int(sig), 0, location_of(caller()))
        except BaseException as error:
            unseen(error)
            raise

    replace(loop, "add_signal_handler", add_signal_handler)
