"""Trace multiprocessing's listeners and clients: who waits to be called upon, and which two connections are the ends of one.

A connection between two programs is a socket, of which each end has an inode of its own; so each way is known by the two addresses. The
addresses of a Unix socket say only whom was called upon: there each way is known by the caller's inode, which the kernel tells who accepts.
"""

from __future__ import annotations

from .callers import program_frame
from .channels import give_ways
from .descriptors import address_text
from .ends import addresses, is_unix
from .hooking import unseen
from .kinds import Kind, Outcome, Reason
from .location import caller, location_of
from .recorder import emit
from .replacing import quietly, replace
from .unix_peers import inode_of, peer_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

WAIT, WAIT_END, FOR_INPUT = int(Kind.WAIT), int(Kind.WAIT_END), Reason.IO << 8
DONE, RAISED = int(Outcome.DONE), int(Outcome.RAISED)


def install(module: ModuleType) -> None:
    """Hook `multiprocessing.connection`."""
    _install_accept(module.Listener)
    _install_client(module)


def _install_accept(owner: Any) -> None:
    original: Callable[..., Any] = owner.accept

    def accept(self: Any) -> Any:
        try:
            frame = program_frame(caller())
            if frame is None:
                return original(self)
            location = location_of(frame)
            connection = _waiting(location, lambda: original(self))
            quietly(_name, connection, location, is_client=False)
            return connection
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "accept", accept)


def _install_client(module: ModuleType) -> None:
    original: Callable[..., Any] = module.Client

    def Client(*arguments: Any, **keywords: Any) -> Any:
        try:
            frame = program_frame(caller())
            if frame is None:
                return original(*arguments, **keywords)
            location = location_of(frame)
            connection = _waiting(location, lambda: original(*arguments, **keywords))
            quietly(_name, connection, location, is_client=True)
            return connection
        except BaseException as error:
            unseen(error)
            raise

    replace(module, "Client", Client)


def _waiting(location: int, act: Callable[[], Any]) -> Any:
    """Run `act` as a reported wait for somebody to call upon, or for somebody who was called upon."""
    emit(WAIT, 0, -1, FOR_INPUT, location)
    outcome = RAISED
    try:
        result = act()
        outcome = DONE
        return result
    finally:
        emit(WAIT_END, 0, 0, FOR_INPUT | outcome, location)


def _name(connection: Any, location: int, *, is_client: bool) -> None:
    """Give a new connection's ways the keys by which its other end knows them."""
    number = connection._handle
    inode = inode_of(number)
    if not is_unix(number):
        here, there = map(address_text, addresses(number))
        give_ways(connection, location, f"way:{here}>{there}", f"way:{there}>{here}")
    elif caller := inode if is_client else peer_of(inode):
        ways = f"way:{caller}>", f"way:>{caller}"
        give_ways(connection, location, *(ways if is_client else ways[::-1]))
