"""The listening socket: on this machine only, on the port asked for or the next free one."""

import errno
import ipaddress
import socket

from engine.errors import LockstepError

USER_TIMEOUT_MS = 10_000  # after which the kernel gives up a peer that takes nothing any more
TRIES = 50
BACKLOG = 512


class ListenError(LockstepError):
    """The server cannot listen where it was asked to."""


def check_host(host: str) -> None:
    """Refuse every address but this machine's own: Lockstep runs whatever program it is given, with the user's rights."""
    if host == "localhost":
        return
    try:
        is_local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_local = False
    if not is_local:
        raise ListenError(
            f"Lockstep runs any program it is given, with your rights, so it serves this machine only; {host} is not one of this machine's "
            "own addresses. Use 127.0.0.1, or reach it from elsewhere through an ssh tunnel."
        )


def listen(host: str, port: int, *, strict: bool = False) -> socket.socket:
    """Listen on a port, or on the next free one after it; with `strict`, on that port or not at all. Port 0 takes any."""
    check_host(host)
    last = port if strict or port == 0 else min(port + TRIES - 1, 65535)
    for number in range(port, last + 1):
        try:
            return _bind(host, number)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            raise ListenError(f"Lockstep cannot listen on {host} port {number}: {error.strerror}.") from error
    if last == port:
        raise ListenError(f"Port {port} is in use by another program; choose another one with --port, or stop that program.")
    raise ListenError(f"The ports {port} to {last} are all in use; choose another one with --port.")


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        # Inherited too: else a small frame waits until the one before is acknowledged, which a browser puts off for 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            # Accepted connections inherit it: without it, a viewer that stops reading would be kept for ever.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT_MS)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener
