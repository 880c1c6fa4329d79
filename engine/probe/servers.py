"""Trace what waits around the library's own servers: who shuts a `socketserver` down, the loop of a manager's server, and who starts
one or has it make something.

They wait on something of the library's, which is no resource of the program's; but it is the program's call that does not return.
"""

from __future__ import annotations

from .hooking import method, unseen
from .kinds import Kind, Outcome, Reason
from .location import caller, location_of
from .recorder import emit, here

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

WAIT, WAIT_END = int(Kind.WAIT), int(Kind.WAIT_END)
DONE, RAISED = int(Outcome.DONE), int(Outcome.RAISED)


def install(module: ModuleType) -> None:
    """Hook `socketserver` or `multiprocessing.managers`."""
    if module.__name__ == "socketserver":
        method(module.BaseServer, "shutdown", lambda original: _make_waiting(original, Reason.EVENT << 8))
    else:
        method(module.Server, "serve_forever", lambda original: _make_waiting(original, Reason.IO << 8))
        for owner, name in ((module.BaseManager, "start"), (module.BaseManager, "_create"), (module.BaseProxy, "_incref")):
            method(owner, name, lambda original: _make_waiting(original, Reason.PIPE << 8, is_hidden=False))


def _make_waiting(original: Any, reason: int, *, is_hidden: bool = True) -> Any:
    """Make the hook of a call that waits; hidden is what it does meanwhile, unless it forks: the child would do all in hiding."""

    def wait(self: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            location, outcome = location_of(caller()), RAISED
            emit(WAIT, 0, -1, reason, location)
            here.hidden += is_hidden
            try:
                result = original(self, *arguments, **keywords)
                outcome = DONE
                return result
            finally:
                here.hidden -= is_hidden
                emit(WAIT_END, 0, 0, reason | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    return wait
