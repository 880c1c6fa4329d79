"""subprocess.Popen: start, wait, communicate, signals. Whatever program it runs; one that is Python records itself too.

The pipes that the program reads a child's output from and writes its input to are its own; what the child does with them is not seen.

The child's environment is completed where the list for the C function is handed over, so that neither the program nor an audit hook of
its own ever sees our variables.
"""

from __future__ import annotations

import posix
import sys
from time import monotonic_ns

from . import pipes
from .callers import look_through, program_frame
from .children import FORK_WARNS, REAP, WAIT, WAIT_END, fork_times, injected, posix_text, remember_fork, report_start
from .files import is_for_program
from .hooking import call_as, unseen
from .kinds import Flag, Outcome, Reason
from .location import caller, location_of
from .processes import nanoseconds
from .recorder import emit, hidden
from .replacing import quietly, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

DONE, TIMEOUT, RAISED = int(Outcome.DONE), int(Outcome.TIMEOUT), int(Outcome.RAISED)
FOR_START = Flag.PROCESS | Reason.UNKNOWN << 8  # the fold knows whose
FOR_PROCESS = Flag.PROCESS | Reason.PROCESS << 8
ENVIRONMENT, PREPARATION = 5, -2  # where fork_exec's arguments have the environment, and preexec_fn
STREAMS = ("stdin", "stdout", "stderr")
ENCODING = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()


def install(module: ModuleType) -> None:
    """Hook `subprocess`."""
    if getattr(module, "_fork_exec", None) is None:
        return
    popen = module.Popen
    look_through(module.run, module.call, module.check_call, module.check_output, module.getoutput, module.getstatusoutput)
    look_through(popen.__exit__, popen.send_signal, popen.terminate, popen.kill)
    _install_fork_exec(module)
    _install_pipes(popen)
    _install_start(popen)
    _install_status(popen)
    for name in ("wait", "communicate"):
        _install_wait(popen, name, module.TimeoutExpired)


def _install_fork_exec(module: ModuleType) -> None:
    original: Callable[..., int] = module._fork_exec

    def fork_exec(*args: Any) -> int:
        try:
            began = monotonic_ns()
            if len(args) > ENVIRONMENT and args[ENVIRONMENT] is not None:
                args = (*args[:ENVIRONMENT], complete(args[ENVIRONMENT]), *args[ENVIRONMENT + 1 :])
            warns = FORK_WARNS and args[PREPARATION] is not None
            pid = call_as(caller(), original, *args) if warns else original(*args)
            remember_fork(pid, began)
            return pid
        except BaseException as error:
            unseen(error)
            raise

    module._fork_exec = fork_exec  # type: ignore[attr-defined]


def complete(environment: Any) -> Any:
    """Return the list `b"NAME=value"` of a child's environment with the probe in it."""
    pairs = dict(entry.partition(b"=")[::2] for entry in environment)
    path = posix_text(pairs.pop(b"PYTHONPATH", b""))
    added = injected({"PYTHONPATH": path})
    kept = [entry for entry in environment if not entry.startswith(b"PYTHONPATH=")]
    return [*kept, *(f"{name}={value}".encode(*ENCODING) for name, value in added.items())]


def _install_pipes(owner: Any) -> None:
    original: Callable[..., tuple[int, ...]] = owner._get_handles

    def get_handles(self: Any, *args: Any, **keywords: Any) -> tuple[int, ...]:
        try:
            handles = original(self, *args, **keywords)
            frame = caller()
            if is_for_program(frame):
                quietly(note_pipes, handles, self.args, location_of(frame))
            return handles
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "_get_handles", get_handles)


def note_pipes(handles: tuple[int, ...], command: Any, location: int) -> None:
    """Enter the ends that the program keeps of the pipes to a child."""
    program = program_name(command)
    for number, name in zip((handles[1], handles[2], handles[4]), STREAMS, strict=True):
        if number >= 0:
            pipes.enter((number,), location, name=f"{program}.{name}" if program else "")


def _install_start(owner: Any) -> None:
    original: Callable[..., None] = owner._execute_child

    def execute_child(self: Any, *args: Any, **keywords: Any) -> None:
        try:
            location, outcome = location_of(caller()), RAISED
            emit(WAIT, 0, -1, FOR_START, location)  # it returns once the child runs its program, or could not
            try:
                original(self, *args, **keywords)
                outcome = DONE
                if type(self.pid) is int:
                    quietly(note_start, self.pid, self.args, location)
            finally:
                emit(WAIT_END, 0, 0, Reason.UNKNOWN << 8 | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "_execute_child", execute_child)


def note_start(pid: int, command: Any, location: int) -> None:
    """Record that a child was started, when it was forked."""
    name = program_name(command)
    report_start(pid, location, name=name, method="subprocess", program=name, at=fork_times.pop(pid, 0))


def program_name(command: Any) -> str:
    """Return what to call the child: the script that Python runs, or the program."""
    try:
        words = [_text(word) for word in command] if isinstance(command, list | tuple) else _text(command).split()
    except TypeError:
        return ""
    names = [word.rpartition("/")[2] for word in words]
    if names and names[0].startswith("python"):
        for name, word in zip(names[1:], words[1:], strict=True):
            if word in ("-c", "-"):
                break
            if name.endswith(".py"):
                return name
    return names[0] if names else ""


def _text(word: Any) -> str:
    word = posix.fspath(word)
    return posix_text(word) if isinstance(word, bytes) else word


def _install_status(owner: Any) -> None:
    original: Callable[..., None] = owner._handle_exitstatus

    def handle_exitstatus(self: Any, sts: int, *args: Any, **keywords: Any) -> None:
        try:
            original(self, sts, *args, **keywords)
            if not posix.WIFSTOPPED(sts):
                emit(REAP, self.pid, self.returncode, 0, location_of(caller()))
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "_handle_exitstatus", handle_exitstatus)


def _install_wait(owner: Any, name: str, expired: type[BaseException]) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def wait(self: Any, *args: Any, **keywords: Any) -> Any:
        try:
            frame = program_frame(caller())
            if frame is None or type(self.pid) is not int or self.returncode is not None:
                return original(self, *args, **keywords)
            location = location_of(frame)
            timeout = keywords.get("timeout", args[-1] if len(args) == (1 if name == "wait" else 2) else None)
            emit(WAIT, self.pid, nanoseconds(timeout), FOR_PROCESS, location)
            outcome = RAISED
            try:
                with hidden():
                    result = original(self, *args, **keywords)
                outcome = DONE
                return result
            except expired:
                outcome = TIMEOUT
                raise
            finally:
                emit(WAIT_END, self.pid, 0, FOR_PROCESS | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, name, wait)
