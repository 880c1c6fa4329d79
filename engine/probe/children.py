"""What `os` does with processes: fork, spawn, exec, wait, _exit (signals.py: kill).

A child that is given an environment of its own is given the probe's variables too.
"""

from __future__ import annotations

import posix
import sys
from time import monotonic_ns

from . import recorder
from .callers import program_frame
from .environment import with_probe
from .hooking import builtin, call_as, unseen
from .kinds import Definition, Flag, Kind, Outcome, Reason
from .location import caller, location_of
from .moments import emit_at
from .recorder import define, emit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

START, REAP, WAIT, WAIT_END, PROCESS_END = (int(kind) for kind in (Kind.START, Kind.REAP, Kind.WAIT, Kind.WAIT_END, Kind.PROCESS_END))
PROCESS, DAEMON = int(Flag.PROCESS), int(Flag.DAEMON)
DONE, RAISED = int(Outcome.DONE), int(Outcome.RAISED)
FOR_PROCESS = PROCESS | Reason.PROCESS << 8
PYTHON_PATH = b"PYTHONPATH"
FORKS_KEPT = 64
FORK_WARNS = sys.version_info >= (3, 12)  # of forking with threads, naming the line that called

fork_times: dict[int, int] = {}  # pid -> when it was forked, for a Process.start that reports it


def report_start(
    pid: int, location: int, *, name: str = "", method: str, program: str = "", daemon: bool = False, target: int = 0, at: int = 0
) -> None:
    """Report that this thread started a process; `at` is when (ns), if that is a moment ago."""
    define(int(Definition.PROCESS), pid, name, int(daemon), method, "", program, target)
    emit_at(at or monotonic_ns(), START, pid, 0, PROCESS | (DAEMON if daemon else 0), location)


def remember_fork(pid: int, began: int) -> None:
    """Keep when a child was forked for the hook that knows who it is."""
    if len(fork_times) >= FORKS_KEPT:
        fork_times.clear()
    fork_times[pid] = began


def report_end(pid: int, status: int, location: int) -> None:
    """Report that this thread learned how a child ended; `status` as `waitpid` gives it."""
    if posix.WIFEXITED(status) or posix.WIFSIGNALED(status):
        emit(REAP, pid, posix.waitstatus_to_exitcode(status), 0, location)


def waiting(pid: int, location: int, wait: Callable[[], Any]) -> Any:
    """Run `wait` as a reported wait for a process (0: for any)."""
    emit(WAIT, pid, -1, FOR_PROCESS, location)
    outcome = RAISED
    try:
        result = wait()
        outcome = DONE
        return result
    finally:
        emit(WAIT_END, pid, 0, FOR_PROCESS | outcome, location)


def injected(environment: Any) -> Any:
    """Return a child's environment with the probe in it; what is no proper environment is returned as it is."""
    try:
        copy = dict(environment)
        if PYTHON_PATH in copy:
            copy["PYTHONPATH"] = posix_text(copy.pop(PYTHON_PATH))
        return with_probe(copy) if type(copy.get("PYTHONPATH", "")) is str else environment
    except (TypeError, ValueError, AttributeError):
        return environment


def posix_text(value: bytes) -> str:
    """Decode as `os.fsdecode` does."""
    return value.decode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())


def install(module: ModuleType) -> None:
    """Hook the module `os`, and `posix` under it."""
    for name, make in (
        ("fork", _fork),
        ("forkpty", _forkpty),
        ("_exit", _exit),
        ("waitpid", _waitpid),
        ("wait", _wait),
        ("wait3", _wait3),
        ("wait4", _wait4),
        ("waitid", _waitid),
        ("system", _system),
        ("execve", _execve),
        ("posix_spawn", _posix_spawn),
        ("posix_spawnp", _posix_spawn),
    ):
        original = getattr(module, name, None)
        if original is not None:
            builtin(module, name, make(original))
            setattr(posix, name, getattr(module, name))


def _call_fork(raw: Callable[[], Any], calling: FrameType) -> Any:
    if not FORK_WARNS:
        return raw()
    return call_as(calling, raw)  # CPython warns of a fork with threads at the line that called fork: let that be the program's


def _fork(raw: Callable[[], int]) -> Callable[[], int]:
    def fork() -> int:
        try:
            began, calling = monotonic_ns(), caller()
            pid: int = _call_fork(raw, calling)
            if pid:
                _forked(pid, calling, began)
            return pid
        except BaseException as error:
            unseen(error)
            raise

    return fork


def _forkpty(raw: Callable[[], tuple[int, int]]) -> Callable[[], tuple[int, int]]:
    def forkpty() -> tuple[int, int]:
        try:
            began, calling = monotonic_ns(), caller()
            pid, descriptor = _call_fork(raw, calling)
            if pid:
                _forked(pid, calling, began)
            return pid, descriptor
        except BaseException as error:
            unseen(error)
            raise

    return forkpty


def _forked(pid: int, calling: FrameType, began: int) -> None:
    frame = program_frame(calling)
    if frame is None:
        remember_fork(pid, began)
    else:
        report_start(pid, location_of(frame), method="fork", at=began)


def _exit(raw: Callable[[int], Any]) -> Callable[..., Any]:
    def _exit(*args: Any, **keywords: Any) -> Any:
        try:
            status = args[0] if args else keywords.get("status", 0)
            if type(status) is int:
                if program_frame(caller()) is None:
                    recorder.end(status & 0xFF)
                else:
                    emit(PROCESS_END, 0, status & 0xFF, 0, location_of(caller()))
            return raw(*args, **keywords)
        except BaseException as error:
            unseen(error)
            raise

    return _exit


def _child_wait(raw: Callable[..., Any], *, pid_at: int | None, options_at: int) -> Callable[..., Any]:
    """Make the hook of a wait that returns (pid, status, ...); say where its arguments stand."""

    def wait(*args: Any, **keywords: Any) -> Any:
        try:
            frame = program_frame(caller())
            if frame is None:
                return raw(*args, **keywords)
            location = location_of(frame)
            options = args[options_at] if len(args) > options_at else keywords.get("options", 0)
            wanted = args[pid_at] if pid_at is not None and len(args) > pid_at else 0
            wanted = wanted if type(wanted) is int and wanted > 0 else 0
            if type(options) is int and options & posix.WNOHANG:
                result = raw(*args, **keywords)
            else:
                result = waiting(wanted, location, lambda: raw(*args, **keywords))
            if result[0]:
                report_end(result[0], result[1], location)
            return result
        except BaseException as error:
            unseen(error)
            raise

    return wait


def _waitpid(raw: Callable[..., Any]) -> Callable[..., Any]:
    return _child_wait(raw, pid_at=0, options_at=1)


def _wait(raw: Callable[..., Any]) -> Callable[..., Any]:
    return _child_wait(raw, pid_at=None, options_at=0)


def _wait3(raw: Callable[..., Any]) -> Callable[..., Any]:
    return _child_wait(raw, pid_at=None, options_at=0)


def _wait4(raw: Callable[..., Any]) -> Callable[..., Any]:
    return _child_wait(raw, pid_at=0, options_at=1)


def _waitid(raw: Callable[..., Any]) -> Callable[..., Any]:
    def waitid(*args: Any) -> Any:
        try:
            frame = program_frame(caller())
            if frame is None or len(args) != 3 or not all(type(number) is int for number in args):
                return raw(*args)
            location = location_of(frame)
            if args[2] & posix.WNOHANG:
                result = raw(*args)
            else:
                result = waiting(args[1] if args[0] == posix.P_PID else 0, location, lambda: raw(*args))
            if (
                result is not None
                and not args[2] & posix.WNOWAIT
                and result.si_code in (posix.CLD_EXITED, posix.CLD_KILLED, posix.CLD_DUMPED)
            ):
                exited = result.si_code == posix.CLD_EXITED
                emit(REAP, result.si_pid, result.si_status if exited else -result.si_status, 0, location)
            return result
        except BaseException as error:
            unseen(error)
            raise

    return waitid


def _system(raw: Callable[..., int]) -> Callable[..., int]:
    def system(*args: Any, **keywords: Any) -> int:
        try:
            frame = program_frame(caller())
            if frame is None:
                return raw(*args, **keywords)
            status: int = waiting(0, location_of(frame), lambda: raw(*args, **keywords))
            return status
        except BaseException as error:
            unseen(error)
            raise

    return system


def _execve(raw: Callable[..., Any]) -> Callable[..., Any]:
    def execve(*args: Any, **keywords: Any) -> Any:
        try:
            args, keywords = _inject_third(args, keywords)
            return raw(*args, **keywords)
        except BaseException as error:
            unseen(error)
            raise

    return execve


def _posix_spawn(raw: Callable[..., int]) -> Callable[..., int]:
    def posix_spawn(*args: Any, **keywords: Any) -> int:
        try:
            began, calling = monotonic_ns(), caller()
            args, keywords = _inject_third(args, keywords)
            pid = raw(*args, **keywords)
            frame = program_frame(calling)
            if frame is None:
                remember_fork(pid, began)
            else:
                report_start(pid, location_of(frame), name=_base_name(args), method="subprocess", program=_base_name(args), at=began)
            return pid
        except BaseException as error:
            unseen(error)
            raise

    return posix_spawn


def _base_name(args: tuple[Any, ...]) -> str:
    path = args[0] if args else ""
    text = posix_text(path) if isinstance(path, bytes) else str(path)
    return text.rpartition("/")[2]


def _inject_third(args: tuple[Any, ...], keywords: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    if len(args) >= 3 and args[2] is not None:
        return (*args[:2], injected(args[2]), *args[3:]), keywords
    if keywords.get("env") is not None:
        return args, {**keywords, "env": injected(keywords["env"])}
    return args, keywords
