"""multiprocessing's listeners and clients: who waits, and whose message comes over which connection."""

from pathlib import Path

import pytest

from engine.probe.kinds import Kind, Reason, ResourceKind
from tests.engine.probe.family import tell

CALL = """
from multiprocessing.connection import Client, Listener
def call(address):
    for word in ("one", "two"):
        with Client(address, authkey=b"secret") as caller:
            caller.send(word)
            print(caller.recv())
"""
SERVE = """
with Listener({address}, authkey=b"secret") as listener:
    child = mp.get_context("fork").Process(target=call, args=(listener.address,))
    child.start()
    for _ in range(2):
        with listener.accept() as conn:
            word = conn.recv()
            conn.send(word * 2)
    child.join()
"""


@pytest.mark.parametrize("address", ["('localhost', 0)", "None"])
def test_both_ends_know_each_others_ways_and_whoever_waits_says_so(address: str, tmp_path: Path) -> None:
    told = tell(CALL + SERVE.format(address=address), tmp_path)
    (child,) = told.children()
    sent = [(record.pid, record.text) for record in told.some(Kind.SEND)]
    assert sorted(text for pid, text in sent if pid == child) == ["'one'", "'two'"]
    for place in range(4):
        way = told.resource(ResourceKind.PIPE, place)
        out, back = sorted(told.of(way, Kind.SEND, Kind.RECV), key=lambda record: record.kind)
        assert (out.kind, back.kind, out.text) == (Kind.SEND, Kind.RECV, back.text)
        assert {out.pid, back.pid} == {child, told.program}
    waits = {(record.pid, record.line) for record in told.some(Kind.WAIT) if record.reason == Reason.IO}
    assert waits == {(told.program, 18), (child, 10)}


def test_what_fails_fails_as_ever(tmp_path: Path) -> None:
    source = """
import traceback
from multiprocessing.connection import Client, Listener
try:
    Client(("localhost", 1))
except OSError:
    traceback.print_exc()
listener = Listener()
listener.close()
try:
    listener.accept()
except OSError:
    traceback.print_exc()
"""
    told = tell(source, tmp_path)
    assert len(told.some(Kind.WAIT)) == len(told.some(Kind.WAIT_END)) == 2
