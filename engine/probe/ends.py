"""Ask a connection's socket who is at its ends, by its number and without a change to it.

A socket object made for a number that is there puts it into non-blocking mode where the program has set a default timeout, and
the mode is the connection's, not the object's: the program's own `recv` would raise. One that is made as non-blocking sets nothing.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

CREDENTIALS = 12  # bytes: pid, user, group


def addresses(number: int) -> tuple[Any, Any]:
    """Return a connection's own address and the other's; of a Unix socket they say only whom was called upon."""
    ends: tuple[Any, Any] = _ask(number, lambda end: (end.getsockname(), end.getpeername()))
    return ends


def is_unix(number: int) -> bool:
    """Say whether a connection is a Unix socket."""
    return bool(_ask(number, _is_unix))


def peer_pid(number: int) -> int:
    """Return the pid of the process at the other end of a Unix socket; 0 for other sockets, which do not say."""
    pid: int = _ask(number, lambda end: _peer(end) if _is_unix(end) else 0)
    return pid


def _ask(number: int, question: Callable[[Any], Any]) -> Any:
    sockets: Any = sys.modules["_socket"]
    end = sockets.socket(-1, sockets.SOCK_STREAM | sockets.SOCK_NONBLOCK, -1, number)
    try:
        return question(end)
    finally:
        end.detach()  # it is the program's, and stays open


def _is_unix(end: Any) -> bool:
    return bool(end.family == sys.modules["_socket"].AF_UNIX)


def _peer(end: Any) -> int:
    sockets: Any = sys.modules["_socket"]
    return int.from_bytes(end.getsockopt(sockets.SOL_SOCKET, sockets.SO_PEERCRED, CREDENTIALS)[:4], sys.byteorder)
