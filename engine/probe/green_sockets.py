"""Trace gevent's sockets as Python's own are traced (sockets.py, transfers.py): the greenlet waits, its thread goes on with others.

gevent's `socket` is no subclass of Python's but has one of the C type inside, which never waits; what waits is the greenlet, in the hub.
A server of gevent's takes the inner one out: the hub itself accepts connections, and takes datagrams, for it.
"""

from __future__ import annotations

import sys
from time import monotonic_ns

from . import sockets
from .descriptors import Descriptor, address_text, find, forget, partner, received
from .green_waits import call
from .hooking import method, unseen
from .location import location_of
from .replacing import quietly, wrap
from .transfers import Manner, in_pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


class Bare:
    """Asks a socket of gevent's what a plain one is asked by its C type."""

    type: Any

    @staticmethod
    def fileno(own: Any) -> int:
        """Return its number, -1 if it is closed."""
        number: int = own._sock.fileno()
        return number

    @staticmethod
    def gettimeout(own: Any) -> Any:
        """Return how long the greenlet may wait; the socket inside never does."""
        return own.timeout

    @staticmethod
    def getsockname(own: Any) -> Any:
        """Return its own address."""
        return own._sock.getsockname()

    @staticmethod
    def getpeername(own: Any) -> Any:
        """Return its other end's address."""
        return own._sock.getpeername()


def install(module: ModuleType) -> None:
    """Hook `gevent._socket3` or `gevent.server`."""
    if module.__name__ == "gevent.server":
        _install_server(module)
        return
    Bare.type = module.socket.type
    # Its `recv` waits whatever MSG_DONTWAIT says.
    manner = Manner(Bare, begin=call, call=in_pieces, peek=module.MSG_PEEK)
    sockets.install_methods(module.socket, manner, module.SOCK_DGRAM)
    sockets.install_pair(module)


# --- servers


def _install_server(module: ModuleType) -> None:
    method(module.StreamServer, "do_read", _make_accept)
    method(module.DatagramServer, "do_read", _make_take)
    wrap(sys.modules["gevent.baseserver"].BaseServer, "close", _make_close)


def _make_accept(original: Any) -> Any:
    def do_read(self: Any) -> Any:
        try:
            result = in_pieces(original, self)
            listener = find(self.socket.fileno())
            if result is not None and listener is not None:
                quietly(_accepted, listener, result[0], 0)
            return result
        except BaseException as error:
            unseen(error)
            raise

    return do_read


def _accepted(listener: Descriptor, connection: Any, location: int) -> None:
    sockets.enter(Bare.fileno(connection), False, location)
    sockets.accepted(Bare, listener, connection, location)


def _make_take(original: Any) -> Any:
    def do_read(self: Any) -> Any:
        try:
            began = monotonic_ns()
            result = original(self)
            descriptor = find(self.socket.fileno())
            if result is not None and descriptor is not None:
                quietly(_taken, descriptor, *result, began)
            return result
        except BaseException as error:
            unseen(error)
            raise

    return do_read


def _taken(descriptor: Descriptor, data: bytes, address: Any, began: int) -> None:
    partner(descriptor, 2, address_text(address), 0)
    received(descriptor, data, len(data), began, 0)


def _make_close(original: Any) -> Any:
    def close(self: Any) -> None:
        try:
            socket = getattr(self, "socket", None)
            number = -1 if socket is None else socket.fileno()
            original(self)
            if number >= 0:
                forget(number, location_of(sys._getframe().f_back))
        except BaseException as error:
            unseen(error)
            raise

    return close
