"""What is printed, by whom and when."""

import subprocess
import time
from pathlib import Path

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import Record, each_python, environment, of, read, run_both


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


@each_python
def test_what_is_printed_is_recorded_before_anybody_can_see_it(python: str, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(FILLS)
    (tmp_path / "rings").mkdir()
    env = environment(tmp_path / "rings")
    for way in ("text", "bytes", "os"):
        with subprocess.Popen([python, "program.py", way], env=env, cwd=tmp_path, stderr=subprocess.PIPE, bufsize=0) as program:
            while not said(tmp_path, program.pid).endswith("the last" * 512):  # nobody reads yet: the pipe is full
                assert program.poll() is None
                time.sleep(0.005)
            assert program.stderr is not None
            while program.stderr.read(65536):
                pass
        assert program.returncode == 0


FILLS = """
import os, sys
sys.stderr.reconfigure(write_through=True)
def write_bytes(text): sys.stderr.buffer.write(text.encode())
def write_os(text): os.write(2, text.encode())
write = {"text": sys.stderr.write, "bytes": write_bytes, "os": write_os}
for _ in range(16): os.writev(2, [b"." * 4096])
write[sys.argv[1]]("the last" * 512)
"""


def said(folder: Path, pid: int) -> str:
    """Tell what a process has recorded of stderr."""
    return printed([record for record in read(folder) if record.pid == pid], 2)
