"""What `os` does with processes: fork, wait, kill, exec, spawn, _exit."""

import signal
from pathlib import Path

import pytest

from engine.probe.kinds import Birth, Flag, Kind, Outcome, Reason
from tests.engine.probe.family import Told, names, tell


def ends(told: Told) -> list[tuple[int, int]]:
    return [(record.subject, record.value) for record in told.some(Kind.REAP)]


def test_a_fork_is_started_waited_for_and_reaped(tmp_path: Path) -> None:
    told = tell("pid = os.fork()\nif not pid: os._exit(3)\nprint(os.waitpid(pid, 0)[1])\n", tmp_path)
    (child,) = told.children()
    assert told.births[child].flags == Birth.FORK
    start, wait, end = told.some(Kind.START, Kind.WAIT, Kind.WAIT_END)
    assert (start.line, start.flags, start.time < told.births[child].time) == (6, Flag.PROCESS, True)
    assert (wait.subject, wait.reason, wait.flags, wait.line) == (child, Reason.PROCESS, Flag.PROCESS, 8)
    assert end.flags == Outcome.DONE | Flag.PROCESS
    assert ends(told) == [(child, 3)]
    (gone,) = told.some(Kind.PROCESS_END, pid=child)
    assert (gone.value, gone.line) == (3, 7)


@pytest.mark.parametrize("call", ["os.wait()", "os.wait3(0)[:2]", "os.wait4(pid, 0)[:2]", "os.waitid(os.P_PID, pid, os.WEXITED).si_status"])
def test_every_kind_of_wait_reaps(call: str, tmp_path: Path) -> None:
    told = tell(f"pid = os.fork()\nif not pid: os._exit(3)\nresult = {call}\n", tmp_path)
    assert ends(told) == [(told.children()[0], 3)]
    assert names(told.some(Kind.WAIT, Kind.WAIT_END)) == ["WAIT", "WAIT_END"]


def test_a_wait_that_does_not_block_is_none(tmp_path: Path) -> None:
    source = "pid = os.fork()\nif not pid: os._exit(0)\nwhile not os.waitpid(pid, os.WNOHANG)[0]: pass\n"
    told = tell(source, tmp_path)
    assert ends(told) == [(told.children()[0], 0)]
    assert not told.some(Kind.WAIT)


def test_waiting_without_children_raises_as_ever(tmp_path: Path) -> None:
    told = tell("os.wait()\n", tmp_path, code=1)
    assert told.some(Kind.WAIT_END)[0].flags == Outcome.RAISED | Flag.PROCESS


def test_a_signal_is_recorded_before_it_hits(tmp_path: Path) -> None:
    source = "pid = os.fork()\nif not pid:\n    signal.pause()\nos.kill(pid, 0)\nos.kill(pid, signal.SIGKILL)\nos.wait()\n"
    told = tell(source, tmp_path)
    (record,) = told.some(Kind.SIGNAL)
    assert (record.subject, record.value, record.line) == (told.children()[0], signal.SIGKILL, 10)
    assert ends(told) == [(record.subject, -9)]


@pytest.mark.parametrize(
    "call", ["os.kill(2 ** 22 + 1, 9)", "os.kill('x', 9)", "os.kill(0)", "os.execve('/none', ['x'], {})", "os.waitpid('x', 0)"]
)
def test_what_cannot_be_done_raises_as_ever(call: str, tmp_path: Path) -> None:
    told = tell(call + "\n", tmp_path, code=1)
    assert not told.some(Kind.SIGNAL)


PYTHON = """
code = "import os; names = 'A', 'PYTHONPATH', '_LOCKSTEP_RINGS', '_LOCKSTEP_PARENT'; print({n: os.environ.get(n) for n in names})"
"""


@pytest.mark.parametrize("environment", ["{'A': '1'}", "{b'PYTHONPATH': b'/x'}", "{'PYTHONPATH': '/x:/y'}", "os.environ"])
@pytest.mark.parametrize(
    "call",
    [
        "os.waitpid(os.posix_spawn(sys.executable, [sys.executable, '-c', code], ENV), 0)",
        "os.spawnve(os.P_WAIT, sys.executable, [sys.executable, '-c', code], ENV)",
        "(os.wait() if os.fork() else os.execve(sys.executable, [sys.executable, '-c', code], ENV))",
    ],
)
def test_a_child_with_its_own_environment_has_the_probe_and_does_not_see_it(call: str, environment: str, tmp_path: Path) -> None:
    told = tell(PYTHON + call.replace("ENV", environment) + "\n", tmp_path)
    (child,) = told.children()
    assert [record.flags for record in told.some(Kind.PROCESS_BEGIN, pid=child)][-1] == Birth.SUBPROCESS
    assert told.some(Kind.OUTPUT, pid=child)


def test_a_child_that_inherits_the_environment_has_the_probe(tmp_path: Path) -> None:
    source = PYTHON + "os.environ['PYTHONPATH'] = '/x'\nsys.stdout.flush()\nos.system(f'{sys.executable} -c \"{code}\"')\n"
    told = tell(source, tmp_path)
    assert [record.flags for record in told.some(Kind.PROCESS_BEGIN)] == [Birth.PROGRAM, Birth.SUBPROCESS]
    assert told.some(Kind.WAIT)[0].reason == Reason.PROCESS


def test_functions_of_os_look_and_pickle_as_ever(tmp_path: Path) -> None:
    source = """
import pickle
for f in (os.fork, os.kill, os.waitpid, os._exit):
    print(f, pickle.loads(pickle.dumps(f)) is f, f.__name__, f.__module__)
"""
    tell(source, tmp_path)


def test_a_fork_inside_a_thread_is_that_threads(tmp_path: Path) -> None:
    source = """
import threading, warnings
warnings.simplefilter("ignore")
def fork():
    if not os.fork(): os._exit(0)
    os.wait()
thread = threading.Thread(target=fork)
thread.start(); thread.join()
"""
    told = tell(source, tmp_path)
    (start,) = [record for record in told.some(Kind.START) if record.flags & Flag.PROCESS]
    assert start.tid != start.pid
