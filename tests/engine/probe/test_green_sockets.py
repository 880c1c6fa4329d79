"""gevent's sockets under the probe: lanes, calls of the greenlet, whom each end is connected with."""

from pathlib import Path

from engine.probe.kinds import Call, Definition, Flag, Kind, ResourceKind
from tests.engine.probe.greens import with_gevent
from tests.engine.probe.helpers import Record, of, run_both
from tests.engine.probe.test_sockets import defined

ECHO = """
{patch}
import gevent
server = socket.create_server(("127.0.0.1", 0))
def serve():
    connection, address = server.accept()
    with connection:
        connection.sendall(connection.recv(100).upper())
greenlet = gevent.spawn(serve)
with socket.create_connection(server.getsockname()) as client:
    client.sendall(b"hello")
    print(client.recv(100))
greenlet.join()
server.close()
"""
PATCHED = "from gevent import monkey; monkey.patch_all(); import socket"


def calls(records: list[Record]) -> list[tuple[Call, int]]:
    """Give each call that may wait, and its line; all are of greenlets."""
    begun = of(records, Kind.CALL)
    assert all(record.flags & Flag.STRAND for record in begun)
    return [(Call(record.flags & ~Flag.STRAND), record.line) for record in begun]


def pairs(records: list[Record]) -> list[list[str]]:
    texts = {record.subject: record.text for record in of(records, Kind.DEFINE) if record.flags == Definition.TEXT}
    return [texts[record.value >> 32 & 0xFFFFFFFF].split(">") for record in of(records, Kind.CONNECT)]


@with_gevent
def test_a_connection_of_patched_sockets_is_told_from_listen_to_close(python: str, tmp_path: Path) -> None:
    records = run_both(ECHO.format(patch=PATCHED), tmp_path, python=python)
    server, client, accepted = defined(records, ResourceKind.SOCKET)
    assert [record.subject for record in of(records, Kind.LISTEN)] == [server]
    assert {record.subject: record.flags for record in of(records, Kind.CONNECT)} == {client: Call.CONNECT, accepted: Call.ACCEPT}
    one, other = pairs(records)
    assert one == other[::-1]
    (taken,) = of(records, Kind.ACCEPT)
    assert (taken.subject, taken.value, taken.line) == (server, accepted, 6)
    accepting, connecting = [(Call.ACCEPT, 6), (Call.RECV, 8), (Call.SEND, 8)], [(Call.CONNECT, 10), (Call.SEND, 11), (Call.RECV, 12)]
    assert sorted(calls(records), key=lambda call: call[1]) == accepting + connecting
    assert [(record.line, record.value & 0xFFFFFFFF) for record in of(records, Kind.SEND, Kind.RECV)] == [(11, 5), (8, 5), (8, 5), (12, 5)]
    assert sorted(record.subject for record in of(records, Kind.CLOSE)) == sorted([server, client, accepted])


@with_gevent
def test_a_server_of_gevents_accepts_in_its_hub(python: str, tmp_path: Path) -> None:
    source = """
from gevent import socket, spawn
from gevent.server import DatagramServer, StreamServer
def echo(connection, address):
    connection.sendall(connection.recv(100))
server = StreamServer(("127.0.0.1", 0), echo)
server.start()
client = socket.create_connection(server.address)
client.sendall(b"hello")
print(client.recv(100), client.recv(100))
client.close()
server.stop()
class Shouts(DatagramServer):
    def handle(self, data, address):
        self.sendto(data.upper(), address)
shouts = Shouts(("127.0.0.1", 0))
shouts.start()
with socket.socket(type=socket.SOCK_DGRAM) as client:
    client.sendto(b"hi", shouts.address)
    print(client.recvfrom(100)[0])
shouts.stop()
"""
    records = run_both(source, tmp_path, python=python)
    server, _, accepted, _, _ = defined(records, ResourceKind.SOCKET)
    (taken,) = of(records, Kind.ACCEPT)
    assert (taken.subject, taken.value) == (server, accepted)
    one, other = pairs(records)
    assert one == other[::-1]
    assert [record.line for record in of(records, Kind.SEND)] == [9, 5, 19, 15]
    assert [record.value & 0xFFFFFFFF for record in of(records, Kind.RECV)] == [5, 5, 0, 2, 2]
    assert len(of(records, Kind.CLOSE)) == 5


@with_gevent
def test_what_refuses_or_ends_a_wait_is_told_and_raises_as_ever(python: str, tmp_path: Path) -> None:
    source = """
import gevent, traceback
from gevent import socket
a, b = socket.socketpair()
a.settimeout(0.01)
try:
    a.recv(1)
except TimeoutError as error:  # gevent's own lines in the traceback are told twice: its C code looks for the hook of the hub's wait
    print(repr(error))
a.setblocking(False)
try:
    a.recv(1)
except BlockingIOError:
    traceback.print_exc()
reader = gevent.spawn(b.recv, 1)
gevent.sleep(0)
reader.kill()
with gevent.Timeout(0.01, False):
    b.recv(1)
a.send(b"xy")
print(b.recv(1, socket.MSG_PEEK), b.recv(1), b.gettimeout(), a.fileno() > 0)
reader = gevent.spawn(b.recv, 1)
a.close()
b.recv(1)
print(reader.get(), a.fileno(), socket.socket().connect_ex(("127.0.0.1", 1)) != 0)
"""
    records = run_both(source, tmp_path, python=python)
    assert len(pairs(records)) == 2
    ends = [record.flags & 3 for record in of(records, Kind.WAIT_END) if record.subject in defined(records, ResourceKind.SOCKET)]
    assert ends[:5] == [1, 2, 3, 3, 0]


@with_gevent
def test_sockets_stay_what_they_are(python: str, tmp_path: Path) -> None:
    source = """
import inspect
from gevent import socket
class Mine(socket.socket):
    def recv(self, size):
        return b"mine:" + super().recv(size)
a, b = socket.socketpair()
mine = Mine(a.family, a.type, a.proto, fileno=a.detach())
b.send(b"x")
print(mine.recv(10), isinstance(mine, socket.socket), a.fileno())
print(type(b), repr(b)[:22], hasattr(b, "__dict__"))
print(socket.socket.recv.__qualname__, list(inspect.signature(socket.socket.send).parameters), b.dup().fileno() > 0)
with b.makefile("rw") as file:
    file.write("line\\n")
    file.flush()
    print(mine.recv(10))
"""
    records = run_both(source, tmp_path, python=python)
    assert len(of(records, Kind.RECV)) == 2
