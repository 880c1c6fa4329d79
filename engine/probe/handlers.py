"""Record that the program handles signals itself, and when its handlers run: what its main thread waits for may then come from one.

A handler of the program's is run by a function of ours, which `signal.getsignal` does not show.
"""

from __future__ import annotations

from . import hooking, recorder
from .hooking import unseen
from .kinds import Kind
from .location import caller, code_location, is_internal, location_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

HANDLE, HANDLER = int(Kind.HANDLE), int(Kind.HANDLER)
MARK = "_lockstep_handler"


def install(module: ModuleType) -> None:
    """Hook the module `signal`."""
    original, original_get = module.signal, module.getsignal
    emit = recorder.emit

    def signal(signalnum: object, handler: object) -> object:
        try:
            frame = caller()
            if not callable(handler) or is_internal(frame.f_code.co_filename):
                return _unwrapped(original(signalnum, handler))
            before = original(signalnum, _wrapped(handler))
            emit(HANDLE, 0, int(signalnum), 0, location_of(frame))  # type: ignore[call-overload]  # it was taken as a signal's number
            return _unwrapped(before)
        except BaseException as error:
            unseen(error)
            raise

    def getsignal(signalnum: object) -> object:
        try:
            return _unwrapped(original_get(signalnum))
        except BaseException as error:
            unseen(error)
            raise

    module.signal = hooking.disguise(signal, original)  # type: ignore[attr-defined]
    module.getsignal = hooking.disguise(getsignal, original_get)  # type: ignore[attr-defined]


def _unwrapped(handler: object) -> object:
    return getattr(handler, "__dict__", {}).get(MARK, handler)


def _wrapped(handler: Any) -> Any:
    """Make a function that records when the handler begins and ends."""
    emit = recorder.emit

    def run(signalnum: int, frame: object) -> None:
        try:
            place = code_location(handler)
            emit(HANDLER, 0, signalnum, 0, place)
            try:
                handler(signalnum, frame)
            finally:
                emit(HANDLER, 0, signalnum, 1, place)
        except BaseException as error:
            unseen(error)
            raise

    vars(run)[MARK] = handler
    return run
