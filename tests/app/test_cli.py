"""The command line as a user types it: each run is a real process."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import exit_code, main, separate
from engine.run import RunResult

ROOT = Path(__file__).resolve().parents[2]
BOOT = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv[0] = 'lockstep'; from app.cli import main; main()"
linux = pytest.mark.skipif(sys.platform != "linux", reason="a run's tree is followed on Linux only")


def lockstep(*arguments: str, cwd: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run `lockstep` with arguments."""
    command = [sys.executable, "-P", "-c", BOOT, *arguments]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in a file."""
    folder = tmp_path_factory.mktemp("recorded")
    code = "import threading\nlock = threading.Lock()\ndef work():\n    with lock:\n        print('in')\n"
    code += "threads = [threading.Thread(target=work) for _ in range(2)]\n[t.start() for t in threads]\n[t.join() for t in threads]\n"
    (folder / "locks.py").write_text(code)
    done = lockstep("run", "--out", "run.lockstep", "--json", "summary.json", "locks.py", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "in\nin\n")
    return folder


# --- run


@linux
def test_input_output_arguments_and_exit_code_are_the_programs_own(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import sys; print(sys.argv, input()); print('oh', file=sys.stderr); sys.exit(7)")
    done = lockstep("run", "a.py", "--json", "-x", stdin="line\n", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (7, "['a.py', '--json', '-x'] line\n")
    assert done.stderr.startswith("oh\n")


@linux
def test_nothing_of_ours_is_said_when_quiet() -> None:
    assert lockstep("run", "--quiet", "-c", "print(1)").stderr == ""


@linux
@pytest.mark.parametrize(
    ("arguments", "out"),
    [
        (("-c", "import sys; print(sys.argv)", "a", "-m", "--out"), "['-c', 'a', '-m', '--out']\n"),
        (("-m", "timeit", "-n1", "-r1", "-s", "print(5)"), "5"),
        (("-cprint(6)", "x"), "6\n"),
        (("--", "gone.py"), ""),
    ],
)
def test_options_end_where_pythons_do(arguments: tuple[str, ...], out: str, tmp_path: Path) -> None:
    assert lockstep("run", "--quiet", *arguments, cwd=tmp_path).stdout.startswith(out)


@linux
def test_a_time_limit_is_exit_code_124() -> None:
    done = lockstep("run", "--timeout", "0.3", "-c", "while True: pass")

    assert done.returncode == 124
    assert "ended after 0.3 s" in done.stderr


@linux
def test_a_signal_is_128_and_its_number() -> None:
    assert lockstep("run", "-c", "import os; os.kill(os.getpid(), 15)").returncode == 143


@linux
def test_the_summary_on_stdout_moves_the_programs_output_to_stderr() -> None:
    done = lockstep("run", "--json", "-", "-c", "print('mine')")

    assert json.loads(done.stdout)["run"]["status"] == "finished"
    assert done.stderr.startswith("mine\n")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("gone.py",), "no file gone.py"),
        ((), "Give a program"),
        (("--python", "/no/python", "-c", ""), "no Python interpreter"),
        (("--out", "/no/folder/x", "-c", ""), "/no/folder/x: No such file"),
        (("--timeout", "0", "-c", ""), "timeout"),
    ],
)
def test_what_cannot_be_run_is_a_sentence_and_exit_code_2(arguments: tuple[str, ...], word: str, tmp_path: Path) -> None:
    done = lockstep("run", *arguments, cwd=tmp_path)

    assert done.returncode == 2
    assert word in done.stderr
    assert "Traceback" not in done.stderr


@linux
def test_a_syntax_error_is_shown_as_python_shows_it(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("print('x'\n")
    done = lockstep("run", "a.py", cwd=tmp_path)

    assert done.returncode == 1
    assert "SyntaxError: '(' was never closed" in done.stderr


@linux
def test_what_is_no_interpreter_is_exit_code_127() -> None:
    done = lockstep("run", "--python", "/bin/false", "-c", "")

    assert done.returncode == 127
    assert "does not answer" in done.stderr


def interrupted(code: str, number: signal.Signals) -> tuple[int, str]:
    """Send `lockstep run` a signal when its program is ready; return its exit code and what it said."""
    command = [sys.executable, "-P", "-c", BOOT, "run", "-c", code]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    out, problems = process.communicate()
    return process.returncode, out + problems


@linux
def test_ctrl_c_interrupts_the_program_and_leaves_no_traceback_of_ours() -> None:
    code, said = interrupted("import time\nprint('ready', flush=True)\ntime.sleep(1000)", signal.SIGINT)

    assert code == 130
    assert "app/cli.py" not in said
    assert "stopped" in said


@linux
def test_a_program_that_ends_well_on_ctrl_c_keeps_its_exit_code() -> None:
    program = "import time\ntry:\n    print('ready', flush=True); time.sleep(1000)\nexcept KeyboardInterrupt:\n    print('bye'); exit(4)"

    assert interrupted(program, signal.SIGINT)[0] == 4


@linux
def test_to_be_told_to_end_ends_the_run() -> None:
    code, said = interrupted("import time\nprint('ready', flush=True)\ntime.sleep(1000)", signal.SIGTERM)

    assert code == 130
    assert "stopped" in said


@pytest.mark.parametrize(
    ("arguments", "separated"),
    [
        (["a.py", "-m"], ["a.py", "-m"]),
        (["--out", "-m", "a.py"], ["--out", "-m", "a.py"]),
        (["--quiet", "-m", "mod", "-x"], ["--quiet", "-m", "mod", "--", "-x"]),
        (["-cpass", "-x"], ["-cpass", "--", "-x"]),
        (["--", "-m"], ["--", "-m"]),
        (["--json=-", "-c", "pass"], ["--json=-", "-c", "pass", "--"]),
    ],
)
def test_our_options_end_at_the_program(arguments: list[str], separated: list[str]) -> None:
    assert separate(arguments) == separated


@pytest.mark.parametrize(
    ("status", "code", "name", "expected"),
    [
        ("finished", 3, None, 3),
        ("finished", None, "SIGSEGV", 139),
        ("timed-out", None, "SIGKILL", 124),
        ("stuck", None, "SIGKILL", 124),
        ("limited", None, "SIGKILL", 125),
        ("lost", None, None, 125),
        ("failed", None, None, 127),
        ("stopped", None, "SIGKILL", 130),
        ("stopped", None, "SIGINT", 130),
        ("stopped", 0, None, 0),
        ("finished", None, "signal 99", 128),
    ],
)
def test_exit_codes(status: str, code: int | None, name: str | None, expected: int) -> None:
    assert exit_code(RunResult(status, code, name, None, None)) == expected


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("run", "--timeout", "-1", "a.py"), "-1.0 is not in the range"),
        (("run", "--timeout", "nan", "a.py"), "not a finite number"),
        (("run", "--timeout", "inf", "a.py"), "not a finite number"),
        (("run", "--bogus", "a.py"), "No such option"),
        (("run", "-c"), "requires an argument"),
        (("run", "-m"), "requires an argument"),
        (("run",), "Give a program"),
        (("run", "--out", ".", "a.py"), "is a directory"),
        (("run", "--out", "nowhere/x", "a.py"), "No such file"),
        (("run", "--json", "nowhere/x", "-c", "print(1)"), "No such file"),
        (("run", "--python", "nowhere", "-c", "1"), "no Python interpreter at nowhere"),
        (("run", "missing.py"), "no file missing.py"),
        (("run", "."), "without a __main__.py"),
        (("show",), "Missing argument"),
        (("serve", "--keep-gib", "0"), "not in the range"),
        (("frobnicate",), "No such command"),
    ],
)
def test_what_cannot_be_done_is_one_line_before_anything_runs(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    done = lockstep(*arguments, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"lockstep: [^\n]+\n", done.stderr)
    assert sentence in done.stderr


# --- show, export, doctor, serve


@linux
def test_a_kept_run_is_shown_in_words_and_as_json(recorded: Path) -> None:
    words = lockstep("show", "run.lockstep", cwd=recorded)
    summary = json.loads(lockstep("show", "run.lockstep", "--json", cwd=recorded).stdout)

    assert words.stdout.startswith("locks.py: finished")
    assert "MainThread" in words.stdout
    assert summary == json.loads((recorded / "summary.json").read_text())
    assert {"run", "kernel", "events", "dropped", "workers", "resources", "edges", "findings"} <= summary.keys()
    assert sum(resource["acquisitions"] for resource in summary["resources"] if resource["kind"] == "lock") == 2


@linux
def test_a_run_that_was_cut_off_is_shown_as_far_as_it_goes(recorded: Path, tmp_path: Path) -> None:
    data = (recorded / "run.lockstep").read_bytes()
    (tmp_path / "cut.lockstep").write_bytes(data[: len(data) - 10])
    done = lockstep("show", "cut.lockstep", cwd=tmp_path)

    assert done.returncode == 0
    assert "read only in part" in done.stdout


@linux
@pytest.mark.parametrize(("name", "key"), [("chrome", "traceEvents"), ("json", "spans")])
def test_a_kept_run_is_exported(recorded: Path, name: str, key: str) -> None:
    done = lockstep("export", "run.lockstep", "--format", name, "-o", f"{name}.out", cwd=recorded)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((recorded / f"{name}.out").read_text())[key]


@linux
def test_a_kept_run_is_exported_as_a_table_a_page_and_itself(recorded: Path) -> None:
    table = lockstep("export", "run.lockstep", "--format", "csv", "--table", "workers", "-o", "-", cwd=recorded)
    assert table.stdout.startswith("id,kind,name,parent")
    assert lockstep("export", "run.lockstep", "--format", "html", "-o", "run.html", cwd=recorded).returncode == 0
    assert "locks.py" in (recorded / "run.html").read_text("utf-8")
    assert lockstep("export", "run.lockstep", "--format", "lockstep", "-o", "copy.lockstep", cwd=recorded).returncode == 0
    assert (recorded / "copy.lockstep").read_bytes() == (recorded / "run.lockstep").read_bytes()


@linux
def test_an_unknown_format_is_answered_with_those_there_are(recorded: Path) -> None:
    done = lockstep("export", "run.lockstep", "--format", "docx", "-o", "x", cwd=recorded)

    assert done.returncode == 2
    assert "chrome, csv, html, json" in done.stderr
    assert not (recorded / "x").exists()


@pytest.mark.parametrize("command", [("show", "x"), ("export", "x", "-o", "y")])
def test_what_is_no_run_is_a_sentence(command: tuple[str, ...], tmp_path: Path) -> None:
    missing = lockstep(*command, cwd=tmp_path)
    (tmp_path / "x").write_text("hello, I am no run at all")
    wrong = lockstep(*command, cwd=tmp_path)

    assert (missing.returncode, wrong.returncode) == (2, 2)
    assert "No such file" in missing.stderr
    assert "not a Lockstep stream" in wrong.stderr


def test_the_doctor_says_what_works_and_what_would_help() -> None:
    words, data = lockstep("doctor"), json.loads(lockstep("doctor", "--json").stdout)

    assert f"are {data['kernel']} on this machine" in words.stdout
    assert all(without_numbers(one["detail"]) in without_numbers(words.stdout) for one in data["capabilities"])


def without_numbers(text: str) -> str:
    """Leave out what may differ between two looks: how much memory is free."""
    return re.sub(r"[\d,]+ MiB", "", text)


def test_help_names_every_command() -> None:
    text = lockstep("--help").stdout

    assert all(name in text for name in ("run", "show", "export", "doctor", "serve"))
    assert os.linesep in text


def test_the_version_is_told_installed_or_not() -> None:
    assert lockstep("--version").stdout.startswith("lockstep ")


NO_ORIGIN = "is no origin: give scheme, host and port"


def test_a_site_that_may_embed_is_named_by_its_origin(tmp_path: Path) -> None:
    done = lockstep("serve", "--data", str(tmp_path), "--embed-from", "*")

    assert done.returncode == 2
    assert NO_ORIGIN in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("origin", ["https://example.edu/course", "example.edu", "https://e.edu; script-src *"])
def test_what_is_no_origin_is_refused_before_anything_is_served(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.main.serve", lambda *_, **__: pytest.fail("it is served"))
    done = CliRunner().invoke(main, ["serve", "--embed-from", origin])

    assert done.exit_code == 2
    assert NO_ORIGIN in done.output
