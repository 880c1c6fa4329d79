"""os.pipe, os.read, os.write."""

from pathlib import Path

from engine.probe.kinds import Call, Kind, Outcome, ResourceKind
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.test_sockets import defined


@each_python
def test_bytes_through_a_pipe_are_told_at_both_ends(python: str, tmp_path: Path) -> None:
    source = """
import os
r, w = os.pipe()
if os.fork() == 0:
    os.close(r)
    os.write(w, b"hello")
    os._exit(0)
os.close(w)
print(os.read(r, 100), os.read(r, 100))
os.wait()
"""
    records = run_both(source, tmp_path, python=python)
    (pipe,) = defined(records, ResourceKind.PIPE)
    told = [(record.kind, record.value, record.text) for record in of(records, Kind.SEND, Kind.RECV)]
    assert sorted(told) == [(Kind.SEND, 5, "b'hello'"), (Kind.RECV, 0, "b''"), (Kind.RECV, 5, "b'hello'")]
    assert {record.subject for record in of(records, Kind.SEND, Kind.RECV)} == {pipe}
    assert {record.flags for record in of(records, Kind.CALL)} == {Call.SEND, Call.RECV}


@each_python
def test_a_file_object_on_a_pipe_is_the_pipe(python: str, tmp_path: Path) -> None:
    source = """
import os
r, w = os.pipe()
with os.fdopen(w, "w") as writer:
    for _ in range(100):
        writer.write("tiny ")
with os.fdopen(r) as reader:
    print(len(reader.read()))
"""
    records = run_both(source, tmp_path, python=python)
    assert [record.value for record in of(records, Kind.SEND)] == [500]
    assert sum(record.value for record in of(records, Kind.RECV)) == 500


def test_an_empty_pipe_that_does_not_wait_refuses(tmp_path: Path) -> None:
    source = """
import os
r, w = os.pipe()
os.set_blocking(r, False)
try:
    os.read(r, 1)
except BlockingIOError as error:
    print(error)
"""
    records = run_both(source, tmp_path)
    (end,) = of(records, Kind.WAIT_END)
    assert end.flags & 3 == Outcome.REFUSED
    assert of(records, Kind.CALL) == []


def test_a_copy_of_a_descriptor_is_the_same_thing(tmp_path: Path) -> None:
    records = run_both("import os\nr, w = os.pipe()\nos.write(os.dup(w), b'x')\nprint(os.read(os.dup2(r, 77), 1))\n", tmp_path)
    assert len({record.subject for record in of(records, Kind.SEND, Kind.RECV)}) == 1


def test_wrong_calls_fail_as_ever(tmp_path: Path) -> None:
    source = """
import os
for call in (lambda: os.read(), lambda: os.read(-1, 1), lambda: os.write(99, b""), lambda: os.close("x"), lambda: os.pipe(1)):
    try:
        call()
    except (OSError, TypeError) as error:
        print(type(error), error)
"""
    run_both(source, tmp_path)
