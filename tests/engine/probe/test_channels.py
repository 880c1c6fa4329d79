"""multiprocessing's pipes: messages, their sizes, and who waits."""

from pathlib import Path

import pytest

from engine.probe.kinds import Flag, Kind, Outcome, Reason, ResourceKind
from tests.engine.probe.family import METHODS, body, names, tell

ECHO = """
def work(end):
    word = end.recv()
    end.send(word * 2)
    end.close()
"""


@pytest.mark.parametrize("method", METHODS)
def test_each_way_of_a_pipe_is_a_resource_that_both_ends_know(method: str, tmp_path: Path) -> None:
    lines = ("a, b = ctx.Pipe()", "p = ctx.Process(target=work, args=(b,)); p.start()", "a.send('ha')", "print(a.recv()); p.join()")
    told = tell(ECHO + body(*lines), tmp_path, method)
    (child,) = told.children()
    there, back = told.resource(ResourceKind.PIPE), told.resource(ResourceKind.PIPE, 1)
    for way, source, target, text in ((there, told.program, child, "'ha'"), (back, child, told.program, "'haha'")):
        sent, received = told.of(way, Kind.SEND, Kind.RECV)
        assert (sent.kind, sent.pid, received.kind, received.pid) == (Kind.SEND, source, Kind.RECV, target)
        assert sent.text == received.text == text
        assert sent.value == received.value > 10
    assert len(told.defined) == 2


@pytest.mark.parametrize("method", METHODS)
def test_a_pipe_of_one_way_is_one_resource(method: str, tmp_path: Path) -> None:
    lines = (
        "a, b = ctx.Pipe(duplex=False)",
        "p = ctx.Process(target=b.send_bytes, args=(b'hello',)); p.start()",
        "print(a.recv_bytes()); p.join()",
    )
    told = tell(body(*lines), tmp_path, method)
    pipe = told.resource(ResourceKind.PIPE)
    assert [(record.kind, record.value, record.text) for record in told.of(pipe, Kind.SEND, Kind.RECV)] == [
        (Kind.SEND, 5, "b'hello'"),
        (Kind.RECV, 5, "b'hello'"),
    ]
    assert len(told.defined) == 1


def test_a_reader_of_an_empty_pipe_waits(tmp_path: Path) -> None:
    lines = ("a, b = ctx.Pipe()", "p = ctx.Process(target=a.recv); p.start(); until_asleep(p.pid)", "b.send(1); p.join()")
    told = tell(body(*lines), tmp_path, "fork")
    wait, received = told.some(Kind.WAIT, Kind.RECV, pid=told.children()[0])
    assert (wait.reason, wait.subject, received.flags) == (Reason.PIPE, received.subject, Flag.WAITED)


def test_a_message_that_may_not_fit_is_a_wait(tmp_path: Path) -> None:
    lines = ("a, b = ctx.Pipe()", "p = ctx.Process(target=b.send, args=('x' * 1000000,)); p.start()", "print(len(a.recv())); p.join()")
    told = tell(body(*lines), tmp_path, "fork")
    records = told.some(Kind.SEND, Kind.WAIT, Kind.WAIT_END, pid=told.children()[0])
    assert names(records) == ["SEND", "WAIT", "WAIT_END"]
    assert records[0].value > 1000000


def test_poll_waits_only_where_it_must(tmp_path: Path) -> None:
    lines = ("a, b = ctx.Pipe()", "print(a.poll(), a.poll(0.01))", "b.send(1); print(a.poll(), a.poll(None), a.poll(5))")
    told = tell(body(*lines), tmp_path, "fork")
    wait, end = told.some(Kind.WAIT, Kind.WAIT_END, pid=told.program)
    assert (wait.reason, wait.value, end.flags) == (Reason.PIPE, 10_000_000, Outcome.TIMEOUT)


def test_the_other_ways_to_receive(tmp_path: Path) -> None:
    lines = (
        "a, b = ctx.Pipe(); space = bytearray(9)",
        "b.send_bytes(b'abcdef', 1, 3); print(a.recv_bytes_into(space, 2), space)",
        "b.send_bytes(b'abc'); print(a.recv_bytes(3))",
        "print(mp.connection.wait([a], 0.01)); b.send(0); print(len(mp.connection.wait([a, b])))",
    )
    told = tell("import multiprocessing.connection\n" + body(*lines), tmp_path, "fork")
    assert [(record.value, record.text) for record in told.some(Kind.RECV)] == [(3, "b''"), (3, "b'abc'")]


@pytest.mark.parametrize("call", ["a.recv()", "a.send(1)", "b.recv_bytes()", "a.recv_bytes(-1)", "a.poll()", "b.send(sys)"])
def test_errors_are_as_ever(call: str, tmp_path: Path) -> None:
    close = "a.close()" if call.startswith("a") and "-1" not in call else ""
    close = "a.close()" if call.startswith("b.recv") else close
    tell(body("a, b = ctx.Pipe()", close or "pass", call), tmp_path, "fork", code=1)


def test_what_the_library_sends_itself_is_not_recorded(tmp_path: Path) -> None:
    told = tell(body("with ctx.Manager() as m: d = m.dict(a=1); print(d.copy(), m.list([1])[0])"), tmp_path, "fork")
    assert not told.some(Kind.SEND, Kind.RECV)
