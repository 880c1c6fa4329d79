"""Record the threads that a program starts by `_thread.start_new_thread`, without an object of `threading`.

They have no name; they are called after their function and counted. When the program ends nobody waits for them: they are daemons.
What such a thread runs is the program's function itself, which Python hands out when that raises; so none of them says that it begins
or ends, and START says that none will.
"""

from __future__ import annotations

from . import recorder
from .hooking import builtin, unseen
from .kinds import Definition, Flag, Kind, Start
from .location import caller, code_location, is_internal, location_of
from .recorder import emit
from .replacing import quietly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

START, DAEMON, BARE = int(Kind.START), int(Flag.DAEMON), int(Start.BARE)

_counts: dict[str, int] = {}


def install(module: ModuleType) -> None:
    """Hook the module `_thread`."""
    original = module.start_new_thread

    def start_new_thread(*arguments: Any) -> int:
        try:
            frame = caller()
            is_whole = len(arguments) in (2, 3) and callable(arguments[0]) and type(arguments[1]) is tuple
            if is_whole and not recorder.state.strand_flag and not is_internal(frame.f_code.co_filename):
                quietly(_announce, arguments[0], location_of(frame))
            return original(*arguments)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    for name in ("start_new_thread", "start_new"):
        builtin(module, name, start_new_thread)


def _announce(function: Any, location: int) -> None:
    number, name = recorder.new_id(), getattr(function, "__name__", type(function).__name__)
    count = _counts[name] = _counts.get(name, 0) + 1
    recorder.define(int(Definition.THREAD), number, f"{name}-{count}", 1, code_location(function))
    emit(START, number, BARE, DAEMON, location)
