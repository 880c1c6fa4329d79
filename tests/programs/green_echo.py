"""A gevent server and its two clients in one thread: each connection waits by itself."""

import gevent
from gevent import socket
from gevent.server import StreamServer


def echo(connection: socket.socket, address: tuple[str, int]) -> None:
    while line := connection.recv(100):
        connection.sendall(line.upper())


def ask(name: str) -> None:
    with socket.socket() as mine:
        mine.connect(server.address)
        for number in range(3):
            mine.sendall(f"{name}{number}".encode())
            assert mine.recv(100) == f"{name}{number}".upper().encode()
    done.append(name)


done: list[str] = []
server = StreamServer(("127.0.0.1", 0), echo)
server.start()
gevent.joinall([gevent.spawn(ask, name) for name in ("ann", "bob")], raise_error=True)
print(sorted(done))
