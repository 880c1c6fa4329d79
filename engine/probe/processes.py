"""multiprocessing.Process: start, join, signals, names, how it ends, and what it raised.

A start is reported when the child's number is known, but as of the instant it was forked: the child may be running by then.
"""

from __future__ import annotations

import posix
import sys

from .callers import look_through, program_frame
from .children import DONE, PROCESS, RAISED, REAP, WAIT, WAIT_END, fork_times, report_start
from .exceptions import report
from .hooking import unseen
from .kinds import Kind, Outcome, Reason
from .location import caller, code_location, location_of
from .recorder import emit, emit_text
from .replacing import quietly, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

NAME = int(Kind.NAME)
TIMEOUT = int(Outcome.TIMEOUT)
FOR_JOIN, FOR_PIPE = PROCESS | Reason.JOIN << 8, Reason.PIPE << 8
LONGEST = 9e9  # seconds

bootstrap_code: list[object] = []


def install(module: ModuleType) -> None:
    """Hook `multiprocessing.process`, a module with a `Popen` for it, or `traceback`, with which a process prints its exception."""
    match module.__name__:
        case "multiprocessing.process":
            bootstrap_code.append(module.BaseProcess._bootstrap.__code__)
            _install_start(module.BaseProcess)
            _install_join(module.BaseProcess)
            _install_join(module._ParentProcess)
            _install_name(module)
        case "traceback":
            _install_print(module)
        case _:
            _install_poll(module.Popen)
            if module.__name__ == "multiprocessing.popen_forkserver":
                _install_launch(module.Popen)
            if "_send_signal" in vars(module.Popen):
                look_through(module.Popen._send_signal, module.Popen.terminate, module.Popen.kill)


def _install_start(owner: Any) -> None:
    original = owner.start

    def start(self: Any) -> None:
        try:
            target = code_location(getattr(self, "_target", None) or type(self).run)
            original(self)
            quietly(_started, self, target, location_of(caller()))
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "start", start)


def _started(process: Any, target: int, location: int) -> None:
    pid, method = process._popen.pid, process._popen.method
    at = fork_times.pop(pid, 0) if method == "fork" else 0
    report_start(pid, location, name=process.name, method=method, daemon=bool(process.daemon), target=target, at=at)


def _install_join(owner: Any) -> None:
    original: Callable[..., None] = owner.join

    def join(self: Any, timeout: Any = None) -> None:
        try:
            pid = self._popen.pid if self._popen is not None else self._pid if hasattr(self, "_pid") else 0
            if not pid or self._closed:
                return original(self, timeout)
            location = location_of(caller())
            emit(WAIT, pid, nanoseconds(timeout), FOR_JOIN, location)
            outcome = RAISED
            try:
                original(self, timeout)
                outcome = TIMEOUT if timeout is not None and _is_running(self) else DONE
            finally:
                emit(WAIT_END, pid, 0, FOR_JOIN | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "join", join)


def _is_running(process: Any) -> bool:
    return process._popen.returncode is None if process._popen is not None else bool(process.is_alive())


def nanoseconds(timeout: Any) -> int:
    """Return a timeout (in seconds) as a WAIT's value: -1 for none."""
    return max(0, int(min(timeout, LONGEST) * 1e9)) if isinstance(timeout, float | int) and timeout == timeout else -1


def _install_name(module: ModuleType) -> None:
    prop = module.BaseProcess.name
    original = prop.fset

    def name(self: Any, name: Any) -> None:
        try:
            original(self, name)
            frame = program_frame(caller())
            if self is module._current_process and frame is not None:
                emit_text(NAME, posix.getpid(), name, PROCESS, location_of(frame))
        except BaseException as error:
            unseen(error)
            raise

    module.BaseProcess.name = property(prop.fget, name, prop.fdel, prop.__doc__)


def _install_launch(owner: Any) -> None:
    original: Callable[..., None] = owner._launch

    def launch(self: Any, *args: Any) -> None:
        try:
            location, outcome = location_of(caller()), RAISED
            emit(WAIT, 0, -1, FOR_PIPE, location)  # for the server to say which process it has made
            try:
                original(self, *args)
                outcome = DONE
            finally:
                emit(WAIT_END, 0, 0, FOR_PIPE | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "_launch", launch)


def _install_poll(owner: Any) -> None:
    original: Callable[..., int | None] = owner.poll

    def poll(self: Any, *args: Any, **keywords: Any) -> int | None:
        try:
            before = self.returncode
            code = original(self, *args, **keywords)
            if before is None and code is not None:
                emit(REAP, self.pid, code, 0, location_of(caller()))
            return code
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "poll", poll)


def _install_print(module: ModuleType) -> None:
    original: Callable[..., None] = module.print_exc

    def print_exc(*args: Any, **keywords: Any) -> None:
        try:
            calling = caller().f_code
            _, error, trace = sys.exc_info()
            if error is not None and any(calling is code for code in bootstrap_code):
                quietly(report, error, trace)
            original(*args, **keywords)
        except BaseException as raised:
            unseen(raised)
            raise

    replace(module, "print_exc", print_exc)
