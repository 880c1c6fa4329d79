"""Sockets as the program makes, connects, accepts and closes them."""

from pathlib import Path

from engine.probe.kinds import Call, Definition, Kind, ResourceKind
from tests.engine.probe.helpers import Record, each_python, of, run_both

ECHO = """
import socket, threading
server = socket.create_server(("127.0.0.1", 0))
def serve():
    connection, address = server.accept()
    with connection:
        connection.sendall(connection.recv(100).upper())
thread = threading.Thread(target=serve)
thread.start()
with socket.create_connection(server.getsockname()) as client:
    client.sendall(b"hello")
    print(client.recv(100))
thread.join()
server.close()
"""


def defined(records: list[Record], kind: ResourceKind) -> list[int]:
    return [
        record.subject
        for record in of(records, Kind.DEFINE)
        if record.flags == Definition.RESOURCE and record.text.startswith(f"{int(kind)}\x1f")
    ]


@each_python
def test_a_connection_is_told_from_listen_to_close(python: str, tmp_path: Path) -> None:
    records = run_both(ECHO, tmp_path, python=python)
    server, client, accepted = defined(records, ResourceKind.SOCKET)
    assert [record.subject for record in of(records, Kind.LISTEN)] == [server]
    connected = {record.subject: record for record in of(records, Kind.CONNECT)}
    assert {number: record.flags for number, record in connected.items()} == {client: Call.CONNECT, accepted: Call.ACCEPT}
    (taken,) = of(records, Kind.ACCEPT)
    assert (taken.subject, taken.value, taken.line) == (server, accepted, 5)
    assert sorted(record.subject for record in of(records, Kind.CLOSE)) == sorted([server, client, accepted])


def test_both_ends_give_the_same_addresses_the_other_way_round(tmp_path: Path) -> None:
    records = run_both(ECHO, tmp_path)
    texts = {record.subject: record.text for record in of(records, Kind.DEFINE) if record.flags == Definition.TEXT}
    one, other = (texts[record.value >> 32 & 0xFFFFFFFF].split(">") for record in of(records, Kind.CONNECT))
    assert one == other[::-1]
    assert all(address.startswith("127.0.0.1:") for address in one)


def test_a_pair_knows_itself_by_its_inodes(tmp_path: Path) -> None:
    records = run_both("import socket\na, b = socket.socketpair()\n", tmp_path)
    assert len(of(records, Kind.CONNECT)) == 2
    assert len(defined(records, ResourceKind.SOCKET)) == 2


def test_a_refused_connection_raises_as_ever_and_ends_its_call(tmp_path: Path) -> None:
    source = """
import socket, traceback
with socket.create_server(("127.0.0.1", 0)) as server:
    address = server.getsockname()
try:
    socket.create_connection(address)
except ConnectionRefusedError:
    traceback.print_exc()
with socket.socket() as s:
    print(s.connect_ex(address) != 0)
"""
    records = run_both(source, tmp_path)
    assert len(of(records, Kind.CALL)) == len(of(records, Kind.WAIT_END)) == 2


def test_the_library_s_own_sockets_are_not_seen(tmp_path: Path) -> None:
    source = """
import asyncio, multiprocessing
async def nothing():
    await asyncio.sleep(0)
asyncio.run(nothing())
a, b = multiprocessing.Pipe()
a.send(1)
print(b.recv())
"""
    assert defined(run_both(source, tmp_path), ResourceKind.SOCKET) == []


@each_python
def test_sockets_stay_what_they_are(python: str, tmp_path: Path) -> None:
    source = """
import copy, pickle, socket
class Mine(socket.socket):
    def recv(self, size):
        return b"mine:" + super().recv(size)
a, b = socket.socketpair()
mine = Mine(a.family, a.type, a.proto, fileno=a.detach())
b.send(b"x")
print(mine.recv(10), isinstance(mine, socket.socket), a.fileno(), type(b), repr(b)[:14])
try:
    pickle.dumps(b)
except TypeError as error:
    print(error)
print(socket.socket.recv.__name__, socket.socket.__init__.__qualname__, hasattr(b, "__dict__"), b.dup().fileno() > 0)
b.settimeout(0.01)
try:
    b.recv(1)
except TimeoutError as error:
    print(repr(error))
"""
    records = run_both(source, tmp_path, python=python)
    assert len(of(records, Kind.RECV)) == 1
