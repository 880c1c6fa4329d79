"""Record `time.sleep`."""

from __future__ import annotations

from . import hooking, recorder
from .hooking import unseen
from .kinds import Kind, Outcome, Reason
from .location import location_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

WAIT, WAIT_END = int(Kind.WAIT), int(Kind.WAIT_END)
SLEEP_FLAGS, RAISED = Reason.SLEEP << 8, int(Outcome.RAISED)


def install(module: ModuleType) -> None:
    """Hook the module `time`."""
    raw_sleep = module.sleep
    here, emit = recorder.here, recorder.emit

    def sleep(*arguments: object) -> None:
        try:
            if here.hidden or len(arguments) != 1 or not is_duration(arguments[0]):
                return raw_sleep(*arguments)  # type: ignore[no-any-return]
            location = location_id()
            emit(WAIT, 0, int(arguments[0] * 1_000_000_000), SLEEP_FLAGS, location)  # type: ignore[operator]
            outcome = RAISED
            try:
                raw_sleep(*arguments)
                outcome = 0
            finally:
                emit(WAIT_END, 0, 0, SLEEP_FLAGS | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    hooking.builtin(module, "sleep", sleep)


def is_duration(seconds: object) -> bool:
    """Say whether `time.sleep` would take this without asking the object's own code."""
    return type(seconds) in (int, float) and 0 <= seconds < 9e9  # type: ignore[operator]
