"""Who is at the other end of a Unix socket, by the kernel's word."""

import socket
import struct
from pathlib import Path

import pytest

from engine.probe.kinds import Definition, Kind, ResourceKind
from engine.probe.unix_peers import inode_of, peer_of, read_answer
from tests.engine.probe.family import tell
from tests.engine.probe.helpers import of, run_both


def tells() -> bool:
    """Say whether this machine's kernel can be asked."""
    one, other = socket.socketpair()
    with one, other:
        return peer_of(inode_of(one.fileno())) == inode_of(other.fileno())


with_diagnosis = pytest.mark.skipif(not tells(), reason="this kernel does not tell who is at the other end (no unix_diag)")


def answer(inode: int, *attributes: tuple[int, bytes], kind: int = 20) -> bytes:
    body = struct.pack("=BBBBIII", 1, 1, 1, 0, inode, 0, 0)
    for number, value in attributes:
        body += struct.pack("=HH", 4 + len(value), number) + value + bytes(-len(value) % 4)
    return struct.pack("=IHHII", 16 + len(body), kind, 0, 1, 0) + body


def test_the_answer_s_attribute_is_found_among_others() -> None:
    assert read_answer(answer(7, (6, b"\0"), (2, struct.pack("=I", 9))), 7) == 9
    assert read_answer(answer(7, (6, b"\0")), 7) == 0


def test_an_answer_about_another_or_an_error_or_half_of_one_tells_nothing() -> None:
    whole = answer(7, (2, struct.pack("=I", 9)))
    assert read_answer(whole, 8) == 0
    assert read_answer(answer(7, (2, struct.pack("=I", 9)), kind=2), 7) == 0
    assert [read_answer(whole[:length], 7) for length in range(len(whole))] == [0] * len(whole)
    assert read_answer(answer(7, (0, b"")), 7) == 0


@with_diagnosis
def test_the_kernel_knows_both_ends_of_a_connection_and_forgets_who_hung_up(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))
        with server.accept()[0] as accepted:
            near, far = inode_of(client.fileno()), inode_of(accepted.fileno())
            assert (peer_of(far), peer_of(near), peer_of(inode_of(server.fileno()))) == (near, far, 0)
            client.close()
            assert peer_of(far) == 0


@with_diagnosis
def test_several_acceptors_of_one_listener_know_whom_they_serve(tmp_path: Path) -> None:
    source = """
import os, socket, tempfile, threading
door = os.path.join(tempfile.mkdtemp(), "door")
server = socket.socket(socket.AF_UNIX)
server.bind(door)
server.listen()
def serve():
    for _ in range(4):
        connection, _ = server.accept()
        with connection:
            connection.sendall(connection.recv(100))
def call(name):
    for number in range(4):
        with socket.socket(socket.AF_UNIX) as mine:
            mine.connect(door)
            mine.sendall(f"{name}{number}".encode())
            mine.recv(100)
threads = [threading.Thread(target=serve) for _ in range(3)] + [threading.Thread(target=call, args=(name,)) for name in "abc"]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
    records = run_both(source, tmp_path)
    texts = {record.subject: record.text for record in of(records, Kind.DEFINE) if record.flags == Definition.TEXT}
    pairs = {record.subject: texts[record.value >> 32 & 0xFFFFFFFF] for record in of(records, Kind.CONNECT)}
    said: dict[str, list[str]] = {}
    for record in of(records, Kind.SEND, Kind.RECV):
        said.setdefault(pairs[record.subject], []).append(record.text)
    assert len(said) == 24
    for pair, words in said.items():
        assert len(set(words)) == 1
        assert said[">".join(pair.split(">")[::-1])] == words


@with_diagnosis
def test_forked_acceptors_of_a_multiprocessing_listener_know_whom_they_serve(tmp_path: Path) -> None:
    source = """
from multiprocessing.connection import Client, Listener
def serve(listener):
    for _ in range(3):
        with listener.accept() as conn:
            conn.send(conn.recv() * 2)
def call(address, name):
    for number in range(3):
        with Client(address) as caller:
            caller.send(f"{name}{number}")
            caller.recv()
with Listener(family="AF_UNIX") as listener:
    ctx = mp.get_context("fork")
    family = [ctx.Process(target=serve, args=(listener,)) for _ in range(2)]
    family += [ctx.Process(target=call, args=(listener.address, name)) for name in "ab"]
    [child.start() for child in family]
    [child.join() for child in family]
"""
    told = tell(source, tmp_path)
    ways = [told.of(told.resource(ResourceKind.PIPE, place), Kind.SEND, Kind.RECV) for place in range(12)]
    for way in ways:
        assert len({record.text for record in way}) == 1
        assert {record.kind for record in way} == {Kind.SEND, Kind.RECV}
        assert len({record.pid for record in way}) == 2
