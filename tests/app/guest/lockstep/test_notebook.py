"""`%%lockstep` in a real IPython shell."""

import html
import io
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import CapturedIO, capture_output
from traitlets.config import Config

from lockstep.notebook import CUT, MOST_OUTPUT, Pump, follow, sentences

linux = pytest.mark.skipif(sys.platform != "linux", reason="a run's tree is followed on Linux only")
# Two values that a notebook could give to nobody else: a module beside it, and the lines of its own cell.
CELL = """import threading
import beside
print("first", flush=True)
def fail():
    raise ValueError(beside.WORD)
anna = threading.Thread(target=fail, name="Anna")
anna.start()
anna.join()
raise SystemExit(3)
"""


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InteractiveShell]:
    """A shell with the extension loaded."""
    settings = Config()
    settings.HistoryManager.enabled = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        shell = InteractiveShell(config=settings)
        shell.run_line_magic("load_ext", "lockstep")
        yield shell
        InteractiveShell.clear_instance()


@pytest.fixture(scope="module")
def shown(shell: InteractiveShell, tmp_path_factory: pytest.TempPathFactory) -> tuple[CapturedIO, list[dict[str, Any]]]:
    """What one cell shows: its text, and what it displays."""
    displayed: list[dict[str, Any]] = []
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "beside.py").write_text("WORD = 'sold out'\n")
    (folder / "app.py").write_text("raise RuntimeError('not ours to import')\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("lockstep.notebook.show", lambda data, raw: displayed.append(data))
        with capture_output() as captured:
            assert shell.run_cell(f"%%lockstep --timeout 30 --height 300\n{CELL}").success
    return captured, displayed


@linux
def test_a_cell_runs_as_a_program_of_its_own_and_its_output_is_shown(shown: tuple[CapturedIO, list[dict[str, Any]]]) -> None:
    captured, _ = shown
    assert captured.stdout.startswith("first\n")
    assert "ValueError: sold out" in captured.stderr
    assert re.search(r"Lockstep: cell_\d+\.py: finished with exit code 3 after .*, 1 process, 2 threads", captured.stdout)
    # The line is the cell's, in which the magic is the first.
    assert re.search(r"error: Anna ended .*ValueError: sold out.*\(cell_\d+\.py, line 6\)", captured.stdout)


@linux
def test_the_timeline_is_in_a_frame_that_is_shut_off(shown: tuple[CapturedIO, list[dict[str, Any]]]) -> None:
    ((page,),) = [[data["text/html"] for data in shown[1]]]
    assert shown[1][0]["text/plain"]
    tag = re.search(
        r'<iframe title="cell_\d+.py · Lockstep" sandbox="([^"]*)" width="100%" height="300" .*? srcdoc="([^"]*)">', page, re.DOTALL
    )
    assert tag
    assert "allow-same-origin" not in tag[1]
    assert html.unescape(tag[2]).startswith("<!doctype html>")
    assert "lockstep-frames" in tag[2]


@pytest.mark.parametrize(
    ("line", "cell", "sentence"),
    [
        ("", "\n \n", "the cell is empty"),
        ("--timeout 0", "print(1)", "numbers above 0"),
        ("--timeout nan", "print(1)", "numbers above 0"),
        ("--timeout soon", "print(1)", "argument --timeout: invalid float value: 'soon'"),
        ("--nosuch", "print(1)", "unrecognized arguments: --nosuch"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(shell: InteractiveShell, line: str, cell: str, sentence: str) -> None:
    with capture_output() as captured:
        shell.run_cell(f"%%lockstep {line}\n{cell}")
    assert sentence in captured.stdout + captured.stderr
    assert "Traceback" not in captured.stdout + captured.stderr


def test_without_ipython_it_is_said_what_to_install() -> None:
    code = "import sys; sys.modules['IPython'] = None; import lockstep; lockstep.load_ipython_extension(None)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.endswith("works in notebooks and in IPython; install it with: pip install ipython\n")


def printing(code: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_flood_of_output_is_cut() -> None:
    code = f"print('x' * {MOST_OUTPUT + 5000})"
    with printing(code) as process, redirect_stdout(io.StringIO()) as out:
        Pump(process, is_shown=True).run()
    assert out.getvalue() == "x" * MOST_OUTPUT + CUT


def test_without_output_nothing_is_shown() -> None:
    with printing("print(1)") as process, redirect_stdout(io.StringIO()) as out, redirect_stderr(out):
        follow(process, is_shown=False)
    assert out.getvalue() == ""


def test_an_interrupt_of_the_notebook_interrupts_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []

    class Interrupted(Pump):
        def run(self) -> None:
            if len(sent) < 2:
                raise KeyboardInterrupt

    class Process:
        stdout = stderr = None

        def send_signal(self, number: int) -> None:
            sent.append(number)

        def wait(self) -> None: ...

    monkeypatch.setattr("lockstep.notebook.Pump", Interrupted)
    follow(Process(), is_shown=True)  # type: ignore[arg-type] # as much of a process as is used
    assert sent == [signal.SIGINT, signal.SIGTERM]


def test_findings_are_sentences_with_their_lines() -> None:
    finding = {"level": "warning", "message": "All wait.", "lines": ["/tmp/x/cell_1.py:4", "/tmp/x/cell_1.py:9"]}
    answer = {"line": "cell_1.py: timed-out", "note": "Ended after 1 s.", "findings": [finding, {**finding, "lines": []}]}
    assert sentences(answer) == [
        "Lockstep: cell_1.py: timed-out.",
        "Ended after 1 s.",
        "warning: All wait. (cell_1.py, line 4; cell_1.py, line 9)",
        "warning: All wait.",
    ]
