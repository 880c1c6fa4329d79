"""Record who sends a process a signal, and who waits for one (handlers.py: what the program does about it).

A signal may be sent to a whole group of processes: then each of them is told of, for it is each of them that the signal may end.
"""

from __future__ import annotations

import posix

from .callers import passes_on, program_frame
from .hooking import builtin, disguise, unseen
from .kinds import Kind, Outcome, Reason
from .location import caller, location_of
from .recorder import emit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

SIGNAL, WAIT, WAIT_END, FOR_SIGNAL = int(Kind.SIGNAL), int(Kind.WAIT), int(Kind.WAIT_END), Reason.SIGNAL << 8
DONE, TIMEOUT, RAISED = int(Outcome.DONE), int(Outcome.TIMEOUT), int(Outcome.RAISED)
LARGEST_PID = 1 << 30
LARGEST_SIGNAL = 64
SECONDS = 1_000_000_000
WAITING = ("pause", "sigwait", "sigwaitinfo", "sigtimedwait")


def install(module: ModuleType) -> None:
    """Hook the module `os` or `signal`."""
    if module.__name__ == "os":
        for name, targets in (("kill", _processes), ("killpg", lambda group: _members(group or posix.getpgrp()))):
            builtin(module, name, _sending(getattr(module, name), targets))
            setattr(posix, name, getattr(module, name))
        return
    if hasattr(module, "pidfd_send_signal"):
        builtin(module, "pidfd_send_signal", _sending(module.pidfd_send_signal, _behind))
    for name in WAITING:
        original = getattr(module, name, None)
        if original is None:
            continue
        if hasattr(original, "__code__"):
            setattr(module, name, disguise(_waiting(original), original))
        else:
            builtin(module, name, _waiting(original))


def _sending(raw: Callable[..., None], targets: Callable[[int], list[int]]) -> Callable[..., None]:
    def send(*args: Any) -> None:
        try:
            calling = caller()  # a Process' own method signals on the program's account, or at exit on the library's: both are told
            frame = calling if passes_on(calling) else program_frame(calling)
            if frame is not None and len(args) >= 2 and all(isinstance(number, int) for number in args[:2]):
                _tell(targets, args[0], args[1], frame)
            return raw(*args)
        except BaseException as error:
            unseen(error)
            raise

    return send


def _tell(targets: Callable[[int], list[int]], whom: int, signal: int, frame: FrameType) -> None:
    """Record the signal before it is sent: whom it ends may be gone before we go on."""
    if not 0 < signal <= LARGEST_SIGNAL:
        return
    try:
        pids = targets(whom)
    except (OSError, ValueError):
        return  # there is nobody to send it to
    location = location_of(frame)
    for pid in pids:
        emit(SIGNAL, pid, int(signal), 0, location)


def _processes(pid: int) -> list[int]:
    """Give whom `kill` sends to: a process, one's own group (0), or the group with this number (negative)."""
    if pid == 0 or -LARGEST_PID < pid < -1:
        return _members(-pid or posix.getpgrp())
    if not 0 < pid < LARGEST_PID:
        return []
    _send(pid, 0)
    return [pid]


def _members(group: int) -> list[int]:
    found = []
    for name in posix.listdir("/proc"):
        if name.isdigit():
            try:
                if posix.getpgid(int(name)) == group:
                    found.append(int(name))
            except ProcessLookupError:
                continue
    return found


def _behind(descriptor: int) -> list[int]:
    """Give the process that a descriptor of `os.pidfd_open` stands for."""
    number = posix.open(f"/proc/self/fdinfo/{descriptor}", posix.O_RDONLY)
    try:
        lines = posix.read(number, 4096).decode().splitlines()
    finally:
        posix.close(number)
    pids = [int(line.split()[1]) for line in lines if line.startswith("Pid:")]
    return [pid for pid in pids if pid > 0]


def _waiting(original: Callable[..., Any]) -> Callable[..., Any]:
    def wait(*args: Any) -> Any:
        try:
            frame = program_frame(caller())
            if frame is None:
                return original(*args)
            limit = args[1] if len(args) > 1 and isinstance(args[1], int | float) else None
            location, outcome = location_of(frame), RAISED
            emit(WAIT, 0, -1 if limit is None or not 0 <= limit < SECONDS else int(limit * SECONDS), FOR_SIGNAL, location)
            try:
                result = original(*args)
                outcome = TIMEOUT if limit is not None and result is None else DONE
                return result
            finally:
                emit(WAIT_END, 0, 0, FOR_SIGNAL | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    return wait


_send = posix.kill
