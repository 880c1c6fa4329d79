"""Record that the program handles signals itself: what its main thread waits for may then come from a handler."""

from __future__ import annotations

from . import hooking, recorder
from .hooking import unseen
from .kinds import Kind
from .location import get_frame, is_internal, location_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

HANDLE = int(Kind.HANDLE)


def install(module: ModuleType) -> None:
    """Hook the module `signal`."""
    original = module.signal
    emit = recorder.emit

    def signal(signalnum: object, handler: object) -> object:
        try:
            before: object = original(signalnum, handler)
            frame = get_frame(1)
            if callable(handler) and not is_internal(frame.f_code.co_filename):
                emit(HANDLE, 0, int(signalnum), 0, location_of(frame))  # type: ignore[call-overload]  # it was taken as a signal's number
            return before
        except BaseException as error:
            unseen(error)
            raise

    signal.__wrapped__ = getattr(original, "__wrapped__", original)  # type: ignore[attr-defined]
    module.signal = hooking.disguise(signal, original)  # type: ignore[attr-defined]
