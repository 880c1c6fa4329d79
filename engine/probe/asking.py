"""Record `input`: the program waits for whoever types."""

from __future__ import annotations

from . import hooking, recorder
from .hooking import unseen
from .kinds import Kind, Outcome, Reason
from .location import location_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

WAIT, WAIT_END = int(Kind.WAIT), int(Kind.WAIT_END)
IO_FLAGS, RAISED = Reason.IO << 8, int(Outcome.RAISED)


def install(module: ModuleType) -> None:
    """Hook the module `builtins`."""
    raw_input = module.input
    here, emit = recorder.here, recorder.emit

    def input(*arguments: object) -> str:
        try:
            if here.hidden:
                return raw_input(*arguments)  # type: ignore[no-any-return]
            location = location_id()
            emit(WAIT, 0, -1, IO_FLAGS, location)
            outcome = RAISED
            try:
                line: str = raw_input(*arguments)
                outcome = 0
            finally:
                emit(WAIT_END, 0, 0, IO_FLAGS | outcome, location)
            return line
        except BaseException as error:
            unseen(error)
            raise

    hooking.builtin(module, "input", input)
