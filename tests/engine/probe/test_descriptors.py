"""The table of descriptors."""

from pathlib import Path

from engine.probe.descriptors import address_text, nanoseconds
from engine.probe.kinds import Kind
from tests.engine.probe.helpers import of, run_both


def test_addresses_are_spelled_as_people_write_them() -> None:
    assert address_text(("127.0.0.1", 80)) == "127.0.0.1:80"
    assert address_text(("::1", 80, 0, 0)) == "[::1]:80"
    assert address_text("/tmp/socket") == "unix:/tmp/socket"
    assert address_text(b"\0name") == "unix:\0name"
    assert address_text("") == address_text(None) == address_text(("a", "b")) == ""


def test_a_timeout_out_of_reach_is_none() -> None:
    assert [nanoseconds(limit) for limit in (None, 0.5, -1.0, 1e10)] == [-1, 500_000_000, -1, -1]


def test_a_number_that_comes_round_again_is_another_thing(tmp_path: Path) -> None:
    source = """
import socket
a, b = socket.socketpair()
number = b.fileno()
b.close()
c, d = socket.socketpair()
print(number in (c.fileno(), d.fileno()))
d.send(b"x"); print(c.recv(1))
"""
    records = run_both(source, tmp_path)
    (sent,) = of(records, Kind.SEND)
    made = [record.subject for record in of(records, Kind.CREATE)]
    assert sent.subject == made[3]


def test_a_forked_child_goes_on_with_its_parent_s_ends(tmp_path: Path) -> None:
    source = """
import os, socket
a, b = socket.socketpair()
if os.fork() == 0:
    b.send(b"x")
    os._exit(0)
print(a.recv(1)); os.wait()
"""
    records = run_both(source, tmp_path)
    (sent,), (made_a, made_b) = of(records, Kind.SEND), [record.subject for record in of(records, Kind.CREATE)]
    assert sent.subject == made_b != made_a
    assert sent.pid != made_b >> 40
