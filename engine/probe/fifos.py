"""Trace named pipes: whoever opens one waits until somebody opens its other end.

What goes through it then is told as of any other pipe: it is known by its inode, which all have in common who open it.
"""

from __future__ import annotations

import posix
import stat

from .descriptors import Descriptor, make, table
from .kinds import Kind, Outcome, Reason, ResourceKind
from .recorder import emit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WAIT, WAIT_END, FOR_INPUT = int(Kind.WAIT), int(Kind.WAIT_END), Reason.IO << 8
DONE, RAISED = int(Outcome.DONE), int(Outcome.RAISED)

_known: dict[int, int] = {}  # inode -> resource


def inode_of(path: Any) -> int:
    """Return a named pipe's inode, 0 for anything else."""
    if type(path) not in (str, bytes):
        return 0
    try:
        status = posix.stat(path)
    except (OSError, ValueError):
        return 0
    return status.st_ino if stat.S_ISFIFO(status.st_mode) else 0


def opened(path: Any, inode: int, location: int, act: Callable[[], Any], number_of: Callable[[Any], int]) -> Any:
    """Open a named pipe, and enter the descriptor that comes of it."""
    identity = _known.get(inode)
    if identity is None:
        text = path if isinstance(path, str) else path.decode("utf-8", "replace")
        identity = _known[inode] = make(ResourceKind.PIPE, location, name=text.rpartition("/")[2], key=f"pipe:{inode}")
    emit(WAIT, identity, -1, FOR_INPUT, location)
    outcome = RAISED
    try:
        result = act()
        outcome = DONE
    finally:
        emit(WAIT_END, identity, 0, FOR_INPUT | outcome, location)
    table[number_of(result)] = Descriptor(identity)
    return result
