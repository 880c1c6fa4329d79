"""What is printed, by whom and when."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine.probe import output
from engine.probe.kinds import Kind
from tests.engine.probe.helpers import Record, each_python, of, run_both


def printed(records: list[Record], stream: int) -> str:
    """Return all that was recorded of a stream."""
    return "".join(record.text for record in of(records, Kind.OUTPUT) if record.flags == stream)


@each_python
def test_every_way_of_printing_is_recorded_once(python: str, tmp_path: Path) -> None:
    source = """
import os, sys
print("one", 2, sep="-")
sys.stdout.write("three\\n")
sys.stdout.writelines(["four\\n", "five\\n"])
print("六", file=sys.stdout, flush=True)
sys.stdout.buffer.write("seven\\n".encode())
sys.stdout.flush()
os.write(1, b"eight\\n")
print("error", file=sys.stderr)
sys.__stderr__.write("nine\\n")
"""
    records = run_both(source, tmp_path, python=python)
    assert printed(records, 1) == "one-2\nthree\nfour\nfive\n六\nseven\neight\n"
    assert printed(records, 2) == "error\nnine\n"
    assert {record.line for record in of(records, Kind.OUTPUT)} == {3, 4, 5, 6, 7, 9, 10, 11}


@each_python
def test_it_is_attributed_to_the_thread_that_prints(python: str, tmp_path: Path) -> None:
    source = """
import threading
thread = threading.Thread(target=print, args=("from the thread",))
thread.start()
thread.join()
print("from main")
"""
    records = of(run_both(source, tmp_path, python=python), Kind.OUTPUT)
    assert [(record.text, record.tid == record.pid) for record in records if record.text != "\n"] == [
        ("from the thread", False),
        ("from main", True),
    ]


@each_python
def test_the_streams_stay_what_they_are(python: str, tmp_path: Path) -> None:
    source = """
import contextlib, io, os, sys
print(type(sys.stdout), isinstance(sys.stdout, io.TextIOWrapper), sys.stdout.encoding, sys.stdout.fileno(), sys.stdout.line_buffering)
print(sys.stdout is sys.__stdout__, repr(sys.stdout), sys.stdout.name, sys.stdout.mode, sys.stdout.write("") , sys.stdout.isatty())
with contextlib.redirect_stdout(io.StringIO()) as text:
    print("not for the screen")
class Tee:
    def write(self, text):
        sys.__stdout__.write(text.upper())
    def flush(self):
        pass
sys.stdout = Tee()
print("tee")
sys.stdout = sys.__stdout__
write = sys.stdout.write
for wrong in (lambda: write(b"bytes"), lambda: write(), lambda: write("a", "b"), lambda: os.write(1, "text")):
    try:
        wrong()
    except TypeError as error:
        print(error)
sys.stdout = io.TextIOWrapper(sys.stdout.detach(), encoding="utf-8", write_through=True)
print("rewrapped")
sys.stdout.close()
try:
    print("closed")
except ValueError as error:
    print(error, file=sys.stderr)
"""
    records = run_both(source, tmp_path, python=python)
    assert "not for the screen" not in printed(records, 1)
    assert "TEE" in printed(records, 1)
    assert "rewrapped" in printed(records, 1)
    assert "closed" not in printed(records, 1)


@each_python
def test_long_output_comes_in_pieces_that_lose_nothing(python: str, tmp_path: Path) -> None:
    records = run_both("print('x' * 10000)\nprint('漢字' * 3000)\n", tmp_path, python=python)
    assert printed(records, 1) == "x" * 10000 + "\n" + "漢字" * 3000 + "\n"
    assert max(record.value for record in of(records, Kind.OUTPUT)) <= 4096


@each_python
def test_a_program_without_its_descriptors_goes_on(python: str, tmp_path: Path) -> None:
    source = """
import os, sys
os.closerange(0, 256)
try:
    print("nobody hears", flush=True)
except OSError:
    pass
files = [os.open(os.devnull, os.O_RDWR) for _ in range(20)]
import threading
for number in range(3):
    thread = threading.Thread(target=threading.Lock)
    thread.start()
    thread.join()
for file in files:
    os.fstat(file)
os._exit(7)
"""
    run_both(source, tmp_path, python=python)


@each_python
def test_the_last_traceback_which_no_frame_prints_is_shown_and_recorded(python: str, tmp_path: Path) -> None:
    records = run_both("def f():\n    raise KeyboardInterrupt\n\n\nf()\n", tmp_path, python=python)
    assert printed(records, 2).endswith("in f\n    raise KeyboardInterrupt\nKeyboardInterrupt\n")


class Stage:
    """A stream of our own making, hooked; `told` lists what is recorded and what is written, in order."""

    encoding, closed = "utf-8", False

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.told: list[str] = []
        self.buffer = SimpleNamespace(write=lambda data: self.raw_write(data.decode()), closed=False)
        self.os = SimpleNamespace(write=lambda number, data: self.raw_write(data.decode()))
        self.write, self.flush = self.raw_write, lambda: None
        ring = SimpleNamespace(write_payload=lambda word, subject, payload: self.told.append("recorded"))
        monkeypatch.setattr(output.recorder, "ring", lambda: ring)
        for place in ("known_place", "location_of", "location_id"):
            monkeypatch.setattr(output, place, lambda frame=None: 0)
        monkeypatch.setattr(output, "here", SimpleNamespace(hidden=0, ring=ring))
        monkeypatch.setattr(output.posix, "get_blocking", lambda number: not self.closed)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", None)
            patch.setattr(sys, "stderr", None)
            output.install(self.os)  # type: ignore[arg-type]
        output._hook_stream(self, 1)

    def raw_write(self, text: str) -> int:
        if self.closed:
            raise ValueError("closed")
        self.told.append("written")
        return len(text)

    def say(self, way: str, text: str) -> None:
        """Write a text in one of the ways in which a program does it."""
        match way:
            case "text":
                self.write(text)
            case "bytes":
                self.buffer.write(text.encode())
            case _:
                self.os.write(1, text.encode())


WAYS = ["text", "bytes", "os"]


@pytest.mark.parametrize("text", ["x", "漢", "x" * 3000])
@pytest.mark.parametrize("way", WAYS)
def test_what_is_printed_is_recorded_before_anybody_can_see_it(way: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(monkeypatch)
    stage.say(way, text)
    assert stage.told == ["recorded", "written"]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_refused_is_not_recorded(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(monkeypatch)
    stage.closed = stage.buffer.closed = True
    with pytest.raises(ValueError, match="closed"):
        stage.say(way, "x")
    assert stage.told == []


def test_of_what_may_pass_in_part_only_what_has_passed_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(monkeypatch)
    stage.say("os", "x" * 5000)
    assert stage.told == ["written", "recorded", "recorded"]
