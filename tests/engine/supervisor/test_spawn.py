import os
import signal
import sys
from pathlib import Path

import pytest

from engine.errors import ProgramError
from engine.spec import RunSpec
from engine.supervisor.spawn import SITE, Child, program_environment


def read_all(descriptor: int) -> str:
    os.set_blocking(descriptor, True)
    with os.fdopen(descriptor) as file:
        return file.read()


def spec(code: str, **more: object) -> RunSpec:
    return RunSpec(code=code, python=sys.executable, stdio="capture", env={"PATH": os.environ["PATH"]}, **more)  # type: ignore[arg-type]


def finish(child: Child) -> tuple[str, str, int]:
    os.close(child.streams.stdin)
    out, problems = read_all(child.streams.stdout), read_all(child.streams.stderr)
    return out, problems, os.waitstatus_to_exitcode(os.waitpid(child.pid, 0)[1])


def test_the_program_waits_until_it_is_released(tmp_path: Path) -> None:
    child = Child(spec("print('ran')"), tmp_path)
    os.set_blocking(child.streams.stdout, False)
    with pytest.raises(BlockingIOError):
        os.read(child.streams.stdout, 1)
    child.release()

    assert finish(child) == ("ran\n", "", 0)


def test_the_environment_carries_the_probe_in_front_of_the_users_path(tmp_path: Path) -> None:
    given = program_environment(RunSpec(code="", env={"PYTHONPATH": "/mine", "A": "1"}), tmp_path)
    bare = program_environment(RunSpec(code="", env={}), tmp_path)

    assert given == {"PYTHONPATH": f"{SITE}{os.pathsep}/mine", "A": "1", "_LOCKSTEP_RINGS": str(tmp_path)}
    assert bare["PYTHONPATH"] == str(SITE)


def test_a_captured_program_has_its_own_session_three_descriptors_and_the_given_folder(tmp_path: Path) -> None:
    code = "import os; print(os.getsid(0) == os.getpid(), sorted(map(int, os.listdir('/proc/self/fd')))[:3], os.getcwd())"
    child = Child(spec(code, cwd=str(tmp_path)), tmp_path)
    child.release()

    assert finish(child)[0] == f"True [0, 1, 2] {tmp_path}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_descriptor_of_ours_leaks_into_the_program(tmp_path: Path) -> None:
    before = {int(name) for name in os.listdir("/proc/self/fd")}
    child = Child(spec("import os, sys; os.execv('/bin/ls', ['ls', '/proc/self/fd'])"), tmp_path)
    made = {int(name) for name in os.listdir("/proc/self/fd")} - before
    child.release()

    assert made
    assert {int(name) for name in finish(child)[0].split()} & made <= {3}  # 3 may be ls itself, reading the folder


def test_signals_are_as_a_shell_leaves_them(tmp_path: Path) -> None:
    code = "import signal; print(signal.getsignal(2) == signal.default_int_handler, *map(repr, map(signal.getsignal, (15, 1))))"
    child = Child(spec(code), tmp_path, ignored=frozenset({signal.SIGHUP}))
    child.release()

    assert finish(child)[0] == "True <Handlers.SIG_DFL: 0> <Handlers.SIG_IGN: 1>\n"


def test_an_interpreter_that_cannot_be_executed_is_said(tmp_path: Path) -> None:
    child = Child(RunSpec(code="", python=str(tmp_path / "gone"), stdio="capture"), tmp_path)

    with pytest.raises(ProgramError, match=r"gone cannot be started: No such file"):
        child.release()
    assert finish(child)[2] == 127
