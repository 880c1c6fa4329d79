"""Ends a whole process tree and makes sure that nobody is left.

The caller is a child subreaper (prctl.py), so whoever loses his parent becomes our child: everything that descends from the program can be
found from us, however often it forked, and whatever session or process group it chose. A round kills all that can be found and reaps
the dead; rounds follow each other until one finds nobody. Where the kernel does not list children, psutil walks the process table.
"""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil

from engine.clock import Clock, monotonic

PATIENCE_NS = 5_000_000_000  # a process that SIGKILL does not end for so long is stuck inside the kernel
PAUSE_SECONDS = 0.0005
MOST_REAPED = 1000
QUIET_ROUNDS = 3  # without a hit, before the last resort believes that nobody is left
PID_WRAP = 1 << 22


class Exit(NamedTuple):
    """How a process ended; a negative code is the signal that killed it."""

    pid: int
    code: int


def children(pid: int) -> list[int]:
    """List the children of a process, of all its threads."""
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as file:
                found += map(int, file.read().split())
    except OSError:
        if not _lists_children():
            return _children_by_table(pid)
    return found


def _lists_children() -> bool:
    return os.path.exists(f"/proc/{os.getpid()}/task/{os.getpid()}/children")


def _children_by_table(pid: int) -> list[int]:
    with contextlib.suppress(psutil.Error):
        return [child.pid for child in psutil.Process(pid).children()]
    return []


def descendants(pid: int) -> Iterator[int]:
    """Walk everything below a process, parents first; the children of each are read before it is handed out."""
    waiting = children(pid)
    while waiting:
        found = waiting.pop()
        below = children(found)
        yield found
        waiting += below


def reap(exits: list[Exit], *, most: int = MOST_REAPED) -> bool:
    """Collect how our children ended, without waiting; at most so many, for a chain of forks can go on for ever.

    False when we have no child left, so (being a subreaper) no descendant either.
    """
    for _ in range(most):
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return False
        if pid == 0:
            break
        exits.append(Exit(pid, os.waitstatus_to_exitcode(status)))
    return True


def end_tree(*, clock: Clock = monotonic, patience_ns: int = PATIENCE_NS) -> tuple[list[Exit], list[int]]:
    """Kill and reap all our descendants; return how they ended and the pids that could not be ended.

    A dying parent that waits for its child may still reap it before us; whoever we killed and did not get to reap, died of that.
    """
    exits: list[Exit] = []
    killed: set[int] = set()
    struck: set[int] = set()
    deadline = clock() + patience_ns
    with _hurry():
        while reap(exits):
            alive = list(descendants(os.getpid()))
            fresh = [pid for pid in alive if pid not in killed]
            for pid in fresh:
                _kill(pid)
            killed.update(fresh)
            struck.update(fresh)
            if clock() > deadline:
                return exits, alive
            if not fresh:
                killed.clear()  # numbers are used again
                time.sleep(PAUSE_SECONDS)
    exits += [Exit(pid, -signal.SIGKILL) for pid in sorted(struck - {ended.pid for ended in exits})]
    return exits, []


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def _hurry() -> Iterator[None]:
    """Take precedence over a program that forks as fast as it can, where we may."""
    try:
        before = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, 0, -20)
    except OSError:
        yield
        return
    try:
        yield
    finally:
        os.setpriority(os.PRIO_PROCESS, 0, before)


def end_marked(marker: str, *, clock: Clock = monotonic, patience_ns: int = PATIENCE_NS) -> list[int]:
    """Kill whoever carries `marker` in the environment it was started with: the last resort when no parent is left to ask."""
    wanted, found = marker.encode(), set[int]()
    deadline, quiet = clock() + patience_ns, 0
    with _hurry():
        while quiet < QUIET_ROUNDS and clock() < deadline:
            hits = {pid for pid in _newest_first() if _is_marked(pid, wanted)} - {os.getpid()}
            quiet = 0 if hits - found else quiet + 1
            for pid in hits:
                _kill(pid)
            found |= hits
    return sorted(found)


def _newest_first() -> list[int]:
    """List all pids, those that were given last first: a chain of forks is caught at its end."""
    pids = sorted(int(name) for name in os.listdir("/proc") if name.isdigit()) if os.path.isdir("/proc") else []
    with contextlib.suppress(OSError, ValueError):
        last = int(Path("/proc/loadavg").read_text().split()[-1])
        pids.sort(key=lambda pid: (last - pid) % PID_WRAP)
    return pids


def _is_marked(pid: int, wanted: bytes) -> bool:
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            return wanted in file.read().split(b"\0")
    except OSError:
        return False


def describe(pid: int) -> str:
    """Name a process for the user, e.g. "python3 (pid 12)"."""
    try:
        name = Path(f"/proc/{pid}/comm").read_text(errors="replace").strip()
    except OSError:
        with contextlib.suppress(psutil.Error):
            return f"{psutil.Process(pid).name()} (pid {pid})"
        return f"pid {pid}"
    return f"{name} (pid {pid})"
