"""subprocess: start, wait, communicate, signals, and the probe in children that are Python."""

from pathlib import Path

import pytest

from engine.probe.kinds import Birth, Flag, Kind, Outcome, Reason, ResourceKind
from engine.probe.subprocesses import program_name
from tests.engine.probe.family import names, tell
from tests.engine.probe.helpers import each_python

CODE = "code = \"import os; print(sorted(k for k in os.environ if k == 'A' or 'LOCKSTEP' in k), os.environ.get('PYTHONPATH'))\"\n"


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "env={'A': '1'}",
        "env={'PYTHONPATH': '/x'}",
        "env={b'PYTHONPATH': b'/x', b'A': b'1'}",
        "env=dict(os.environ), close_fds=False",
        "env={}, cwd='/', start_new_session=True",
        "preexec_fn=lambda: None",
    ],
)
def test_python_has_the_probe_whatever_its_environment(arguments: str, tmp_path: Path) -> None:
    told = tell(CODE + f"print(subprocess.run([sys.executable, '-c', code], stdout=subprocess.PIPE, text=True, {arguments}))\n", tmp_path)
    (child,) = told.children()
    assert told.births[child].flags == Birth.SUBPROCESS
    assert told.process(child)[2] == "subprocess"
    assert told.some(Kind.START)[0].line == 7
    assert [(record.subject, record.value) for record in told.some(Kind.REAP)] == [(child, 0)]


def test_any_program_is_started_waited_for_and_signalled(tmp_path: Path) -> None:
    source = """
p = subprocess.Popen(["sleep", "60"])
try: p.wait(0.01)
except subprocess.TimeoutExpired: print("late", p.poll())
p.terminate()
print(p.wait(), p.wait())
"""
    told = tell(source, tmp_path)
    (child,) = told.children()
    assert told.process(child)[:3] == ["sleep", "0", "subprocess"]
    start, started, first, late, second, done = told.some(Kind.WAIT, Kind.WAIT_END)
    assert (start.reason, start.flags, started.flags, start.line) == (Reason.UNKNOWN, Flag.PROCESS, Outcome.DONE, 7)
    assert (first.reason, first.value, first.flags) == (Reason.PROCESS, 10_000_000, Flag.PROCESS)
    assert (late.flags, second.value, done.flags) == (Outcome.TIMEOUT | Flag.PROCESS, -1, Outcome.DONE | Flag.PROCESS)
    (record,) = told.some(Kind.SIGNAL)
    assert (record.subject, record.value, record.line) == (child, 15, 10)
    assert [(record.subject, record.value) for record in told.some(Kind.REAP)] == [(child, -15)]


def test_communicate_is_one_wait(tmp_path: Path) -> None:
    source = "p = subprocess.Popen(['cat'], stdin=-1, stdout=-1)\nprint(p.communicate(b'hello', timeout=30), p.returncode)\n"
    told = tell(source, tmp_path)
    assert names(told.some(Kind.WAIT, Kind.WAIT_END)) == ["WAIT", "WAIT_END"] * 2  # for its start, and for its output
    assert told.some(Kind.WAIT)[1].line == 7


def test_run_and_its_kin_are_reported_where_the_program_calls_them(tmp_path: Path) -> None:
    source = "print(subprocess.call(['true']), subprocess.check_output('echo hi', shell=True), subprocess.getoutput('echo ho'))\n"
    told = tell(source, tmp_path)
    assert {record.line for record in told.some(Kind.WAIT, Kind.START, Kind.REAP)} == {6}
    assert len(told.children()) == 3


@pytest.mark.parametrize(
    "call", ["Popen(['/none'])", "run(['true'], cwd='/none')", "Popen(['true'], env={'a=b': '1'})", "run(['false'], check=True)"]
)
def test_errors_are_as_ever(call: str, tmp_path: Path) -> None:
    tell(f"subprocess.{call}\n", tmp_path, code=1)


def test_audit_hooks_see_the_programs_own_environment(tmp_path: Path) -> None:
    source = """
def hook(name, args):
    if name == "subprocess.Popen": print(args[3])
sys.addaudithook(hook)
subprocess.run(["true"], env={"A": "1"})
"""
    tell(source, tmp_path)


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["/usr/bin/python3", "-X", "dev", "/a/b/job.py", "x"], "job.py"),
        (["python3", "-c", "print('a.py')"], "python3"),
        (["/bin/ls", "-l"], "ls"),
        ([b"/bin/ls"], "ls"),
        ("grep -r x", "grep"),
        (Path("/bin/true"), "true"),
        ([], ""),
        ([3], ""),
    ],
)
def test_a_child_is_named_after_its_script_or_program(command: object, name: str) -> None:
    assert program_name(command) == name


@each_python
def test_the_ends_of_a_childs_pipes_are_the_programs_and_reading_one_waits(python: str, tmp_path: Path) -> None:
    source = """
p = subprocess.Popen(["cat"], stdin=-1, stdout=-1, bufsize=0)
p.stdin.write(b"soup")
print(p.stdout.read(4), type(p.stdout), p.stdout.mode)
p.stdin.close()
q = subprocess.Popen("echo rice; echo beans", shell=True, stdout=-1, text=True)
for line in q.stdout: print(line, end="")
q.stdout.close()
p.stdout.close()
p.wait(), q.wait()
"""
    told = tell(source, tmp_path, python=python)
    pipes = {fields[1]: number for number, fields in told.defined.items() if int(fields[0]) == ResourceKind.PIPE}
    assert list(pipes) == ["cat.stdin", "cat.stdout", "echo.stdout"]
    assert [(record.value, record.text, record.line) for record in told.of(pipes["cat.stdin"], Kind.SEND)] == [(4, "b'soup'", 8)]
    assert [(record.kind, record.line) for record in told.of(pipes["cat.stdout"], Kind.CALL, Kind.RECV)] == [(Kind.CALL, 9), (Kind.RECV, 9)]
    assert sum(record.value for record in told.of(pipes["echo.stdout"], Kind.RECV)) == 11


def test_communicate_and_the_library_itself_tell_of_no_pipes(tmp_path: Path) -> None:
    source = "print(subprocess.run(['cat'], input=b'soup', capture_output=True).stdout)\n"
    assert tell(source, tmp_path).some(Kind.SEND, Kind.RECV, Kind.CALL) == []


def test_a_start_that_fails_is_a_wait_that_raised(tmp_path: Path) -> None:
    told = tell("try: subprocess.Popen(['/is/not/there'])\nexcept OSError as error: print(error)\n", tmp_path)
    assert [record.flags for record in told.some(Kind.WAIT, Kind.WAIT_END)] == [Flag.PROCESS, Outcome.RAISED]
    assert told.children() == []
