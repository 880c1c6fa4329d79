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


def reap(exits: list[Exit]) -> bool:
    """Collect how our children ended, without waiting. False when we have no child left, so (being a subreaper) no descendant either."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return False
        if pid == 0:
            return True
        exits.append(Exit(pid, os.waitstatus_to_exitcode(status)))


def end_tree(*, clock: Clock = monotonic, patience_ns: int = PATIENCE_NS) -> tuple[list[Exit], list[int]]:
    """Kill and reap all our descendants; return how they ended and the pids that could not be ended."""
    exits: list[Exit] = []
    deadline = clock() + patience_ns
    with _hurry():
        while reap(exits):
            alive = list(descendants(os.getpid()))
            for pid in alive:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            if clock() > deadline:
                return exits, alive
            time.sleep(PAUSE_SECONDS)
    return exits, []


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


def end_marked(marker: str) -> list[int]:
    """Kill whoever carries `marker` in the environment it was started with: the last resort when no parent is left to ask."""
    found: list[int] = []
    wanted = marker.encode()
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if wanted in entry.read_bytes().split(b"\0"):
                pid = int(entry.parent.name)
                if pid != os.getpid():
                    os.kill(pid, signal.SIGKILL)
                    found.append(pid)
    return found


def describe(pid: int) -> str:
    """Name a process for the user, e.g. "python3 (pid 12)"."""
    try:
        name = Path(f"/proc/{pid}/comm").read_text(errors="replace").strip()
    except OSError:
        with contextlib.suppress(psutil.Error):
            return f"{psutil.Process(pid).name()} (pid {pid})"
        return f"pid {pid}"
    return f"{name} (pid {pid})"
