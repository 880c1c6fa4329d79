"""What is asked of a connection's socket changes nothing about it."""

import os
import socket
from pathlib import Path

from engine.probe.ends import addresses, is_unix, peer_pid
from tests.engine.probe.helpers import each_python, run_both

CALL = """
import os, socket, threading
from multiprocessing.connection import Client, Listener
socket.setdefaulttimeout(60)
for address in (("localhost", 0), None):
    made = []
    with Listener(address) as listener:
        caller = threading.Thread(target=lambda: made.append(Client(listener.address)))
        caller.start()
        taken = listener.accept()
        caller.join()
        print(os.get_blocking(taken.fileno()), os.get_blocking(made[0].fileno()))
"""
SERVE = """
import socket
from multiprocessing.managers import SyncManager
if __name__ == "__main__":
    socket.setdefaulttimeout(60)
    with SyncManager() as manager:
        print(manager.list("ab"))
"""


def test_a_pair_of_unix_sockets_says_whose_it_is() -> None:
    one, other = socket.socketpair()
    with one, other:
        assert is_unix(one.fileno())
        assert addresses(one.fileno()) == ("", "")
        assert peer_pid(one.fileno()) == os.getpid()
        assert other.fileno() >= 0
        one.sendall(b"open")
        assert other.recv(4) == b"open"


def test_a_connection_says_who_is_at_its_ends_and_keeps_its_mode() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        socket.setdefaulttimeout(60)
        try:
            assert addresses(client.fileno()) == (client.getsockname(), server.getsockname())
            assert (is_unix(client.fileno()), peer_pid(client.fileno())) == (False, 0)
        finally:
            socket.setdefaulttimeout(None)
        assert os.get_blocking(client.fileno())


@each_python
def test_connections_wait_as_ever_where_the_program_has_set_a_default_timeout(python: str, tmp_path: Path) -> None:
    run_both(CALL, tmp_path, python=python)


def test_a_manager_serves_as_ever_where_the_program_has_set_a_default_timeout(tmp_path: Path) -> None:
    run_both(SERVE, tmp_path)
