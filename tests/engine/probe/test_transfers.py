"""What goes through sockets: bytes, texts, calls that wait and calls in vain."""

from pathlib import Path

from engine.probe.descriptors import EXACT
from engine.probe.kinds import Call, Flag, Kind, Outcome, Reason
from tests.engine.probe.helpers import each_python, of, run_both

PAIR = "import socket\na, b = socket.socketpair()\n"


@each_python
def test_a_call_that_may_wait_has_a_begin_and_an_end(python: str, tmp_path: Path) -> None:
    records = run_both(PAIR + "a.sendall(b'hello')\nprint(b.recv(100))\n", tmp_path, python=python)
    told = [(record.kind, record.flags, record.value, record.line) for record in of(records, Kind.CALL, Kind.SEND, Kind.RECV)]
    assert told == [
        (Kind.CALL, Call.SEND, -1, 3),
        (Kind.SEND, Flag.STREAM, 5, 3),
        (Kind.CALL, Call.RECV, -1, 4),
        (Kind.RECV, Flag.STREAM, 5, 4),
    ]
    assert {record.text for record in of(records, Kind.SEND, Kind.RECV)} == {"b'hello'"}


@each_python
def test_every_way_to_send_and_receive_counts_its_bytes(python: str, tmp_path: Path) -> None:
    source = (
        PAIR
        + """
buffer = bytearray(100)
a.send(b"1"); print(b.recv_into(buffer))
a.sendall(memoryview(b"22")); print(b.recvfrom(100))
a.sendmsg([b"33", b"3"]); print(b.recvmsg(100)[0])
a.sendto(b"4444", None) if False else a.send(b"4444"); print(b.recvfrom_into(buffer, 50))
a.send(b"55555"); print(b.recvmsg_into([buffer])[0])
with open(__file__, "rb") as file:
    size = a.sendfile(file)
print(len(b.recv(100000)) == size)
file = a.makefile("w"); file.write("line\\n"); file.flush()
print(b.makefile("r").readline())
"""
    )
    records = run_both(source, tmp_path, python=python)
    sent, received = ([record.value for record in of(records, kind)] for kind in (Kind.SEND, Kind.RECV))
    assert sent == received
    assert sent[:5] == [1, 2, 3, 4, 5]
    assert sent[-1] == 5


def test_peeking_takes_nothing(tmp_path: Path) -> None:
    records = run_both(PAIR + "a.send(b'x')\nprint(b.recv(1, socket.MSG_PEEK), b.recv(1))\n", tmp_path)
    assert [record.value for record in of(records, Kind.RECV)] == [1]


def test_the_first_calls_in_vain_are_exact_and_the_rest_is_counted(tmp_path: Path) -> None:
    source = (
        PAIR
        + """
b.setblocking(False)
for _ in range(1000):
    try:
        b.recv(1)
    except BlockingIOError:
        pass
a.send(b"x")
print(b.recv(1))
"""
    )
    records = run_both(source, tmp_path)
    exact = [record for record in of(records, Kind.WAIT_END) if record.flags == Outcome.REFUSED | Flag.NONBLOCKING]
    counted = [record.value & 0xFFFFFFFF for record in of(records, Kind.COUNTED)]
    assert len(exact) == EXACT
    assert len(exact) + sum(counted) == 1000
    assert len(counted) < 100


def test_what_was_not_counted_yet_is_told_at_the_end(tmp_path: Path) -> None:
    source = PAIR + "b.setblocking(False)\nfor _ in range(150):\n    try: b.recv(1)\n    except BlockingIOError: pass\n"
    records = run_both(source, tmp_path)
    assert sum(record.value & 0xFFFFFFFF for record in of(records, Kind.COUNTED)) == 150 - EXACT


def test_a_timeout_is_told_with_its_length_and_its_end(tmp_path: Path) -> None:
    source = PAIR + "b.settimeout(0.01)\ntry:\n    b.recv(1)\nexcept TimeoutError as error:\n    print(error)\n"
    call, end = of(run_both(source, tmp_path), Kind.CALL, Kind.WAIT_END)
    assert (call.value, call.reason) == (10_000_000, Reason.IO)
    assert end.flags == Outcome.TIMEOUT


def test_datagrams_say_where_from_and_where_to_when_that_changes(tmp_path: Path) -> None:
    source = """
import socket
one, other = (socket.socket(type=socket.SOCK_DGRAM) for _ in range(2))
one.bind(("127.0.0.1", 0)); other.bind(("127.0.0.1", 0))
for _ in range(3):
    one.sendto(b"x", other.getsockname())
    print(other.recvfrom(10)[0])
"""
    records = run_both(source, tmp_path)
    assert sorted(record.flags for record in of(records, Kind.ADDRESS)) == [0, 0, 1, 2]
    assert len(of(records, Kind.SEND)) == len(of(records, Kind.RECV)) == 3


def test_a_wrong_call_fails_as_it_does_without_us(tmp_path: Path) -> None:
    source = (
        PAIR
        + """
import traceback
for call in (lambda: a.recv(), lambda: a.recv("x"), lambda: a.send("text"), lambda: a.sendall(), lambda: a.recv(-1)):
    try:
        call()
    except (TypeError, ValueError):
        traceback.print_exc()
a.close()
try:
    a.send(b"x")
except OSError as error:
    print(error)
"""
    )
    run_both(source, tmp_path)
