"""Starts the program: a child that waits, before its exec, until the kernel source is open for it."""

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from engine.errors import ProgramError
from engine.probe.environment import DATA
from engine.spec import RunSpec
from engine.supervisor.directory import VARIABLE
from engine.supervisor.prctl import die_with_parent

SITE = Path(__file__).resolve().parent.parent / "probe" / "site"


@dataclass(slots=True)
class Streams:
    """Our ends of a captured program's streams; -1 when inherited or closed."""

    stdin: int = -1
    stdout: int = -1
    stderr: int = -1


class Child:
    """The program's process, waiting for `release`."""

    def __init__(self, spec: RunSpec, rings: Path, *, ignored: frozenset[signal.Signals] = frozenset()) -> None:
        """Fork. `ignored` are the signals that the program is to find ignored, as it would have without us."""
        environment = program_environment(spec, rings)
        gate, self._gate = os.pipe()
        self._failure, failure = os.pipe()
        self.streams, theirs = _open_streams(spec)
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._gate)
            _restore_signals(ignored)
            _become(spec, environment, gate=gate, failure=failure, streams=theirs)
        for descriptor in (gate, failure, *theirs):
            os.close(descriptor)

    def release(self) -> None:
        """Let the program begin. Raises ProgramError if the interpreter cannot be executed."""
        os.write(self._gate, b"!")
        os.close(self._gate)
        problem = os.read(self._failure, 4096).decode("utf-8", "replace")
        os.close(self._failure)
        if problem:
            raise ProgramError(problem)


def program_environment(spec: RunSpec, rings: Path) -> dict[str, str]:
    """The program's environment: its own, with the two variables by which the probe gets in."""
    environment = dict(os.environ if spec.env is None else spec.env)
    before = environment.get("PYTHONPATH")
    environment["PYTHONPATH"] = f"{SITE}{os.pathsep}{before}" if before else str(SITE)
    environment[VARIABLE] = str(rings)
    if spec.data:
        environment[DATA] = "1"
    return environment


def _open_streams(spec: RunSpec) -> tuple[Streams, list[int]]:
    if spec.stdio == "inherit":
        return Streams(), []
    stdin, ours_in = os.pipe()
    ours_out, stdout = os.pipe()
    ours_err, stderr = os.pipe()
    for descriptor in (ours_in, ours_out, ours_err):
        os.set_blocking(descriptor, False)
    return Streams(ours_in, ours_out, ours_err), [stdin, stdout, stderr]


def _restore_signals(ignored: frozenset[signal.Signals]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)


def _become(spec: RunSpec, environment: dict[str, str], *, gate: int, failure: int, streams: list[int]) -> NoReturn:
    """In the child: wait at the gate, then turn into the program."""
    try:
        die_with_parent(signal.SIGKILL)
        if streams:
            os.setsid()
            for target, descriptor in enumerate(streams):
                os.dup2(descriptor, target)
        elif spec.stdout_to_stderr:
            os.dup2(2, 1)
        os.chdir(spec.directory())
        if os.read(gate, 1) != b"!":
            os._exit(127)
        command = spec.command()
        os.execvpe(command[0], command, environment)
    except OSError as problem:
        os.write(failure, f"{spec.python} cannot be started: {problem.strerror}.".encode())
    except BaseException as problem:
        os.write(failure, f"The program cannot be started: {problem!r}.".encode())
    finally:
        os._exit(127)
