"""Samples of a process tree where switches cannot be read: every few milliseconds, the state letter of each thread.

On Linux from /proc/PID/task/TID/stat; elsewhere from psutil, which tells of each thread only how long it has run so far.
A sample is written only when it differs from the thread's last, so a thread keeps a state until a record says otherwise.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

import psutil

from engine.kernel.source import KernelName, KernelRecord
from engine.probe.kinds import Kind

INTERVAL_NS = 10_000_000
SHARE = 20  # looking takes at most one part in so many of the time
CPU_FIELD = 36  # of /proc/PID/stat, counted from behind the name and the state


class Sample(NamedTuple):
    """One thread at one look. letter: as in /proc/PID/stat (R running or ready, S and D waiting, T stopped, Z dead)."""

    pid: int
    tid: int
    letter: str
    cpu: int
    name: str


Look = Callable[[int], Iterator[Sample]]


class SampledSource:
    """Looks at a process and its descendants now and then.

    Args:
        pid: the program's process.
        note: why the switches are not measured.
        look: how to look; chosen by the platform when not given.
    """

    name: KernelName = "sampled"
    backlog = 0
    is_filling = False

    def __init__(self, pid: int, note: str, *, look: Look | None = None, clock: Callable[[], int] | None = None) -> None:
        self.note: str | None = note
        self.known_ns = 0
        self._pid = pid
        self._look = look or (look_at_proc if os.path.isdir("/proc/self/task") else LookAtTimes())
        self._clock = clock
        self._next_ns = 0
        self._seen: dict[int, Sample] = {}
        self._records: list[KernelRecord] = []

    def drain(self, now_ns: int) -> None:
        """Look, if it is time to."""
        self.known_ns = now_ns
        if now_ns < self._next_ns:
            return
        current = {sample.tid: sample for sample in self._look(self._pid)}
        cost_ns = self._clock() - now_ns if self._clock else 0
        self._next_ns = now_ns + max(INTERVAL_NS, SHARE * cost_ns)
        self._compare(current, now_ns)

    def _compare(self, current: dict[int, Sample], now_ns: int) -> None:
        add, seen = self._records.append, self._seen
        for tid, sample in current.items():
            before = seen.get(tid)
            if before is None:
                add(KernelRecord(now_ns, Kind.KERNEL_FORK, sample.pid, tid))
            if before is None or before.name != sample.name:
                add(KernelRecord(now_ns, Kind.KERNEL_COMM, sample.pid, tid, text=sample.name))
            if before is None or before.letter != sample.letter or before.cpu != sample.cpu:
                add(KernelRecord(now_ns, Kind.SAMPLE, sample.pid, tid, sample.cpu, ord(sample.letter)))
        for tid in seen.keys() - current.keys():
            add(KernelRecord(now_ns, Kind.KERNEL_EXIT, seen[tid].pid, tid))
        self._seen = current

    def take(self, limit: int) -> list[KernelRecord]:
        """Return the samples since the last call."""
        records, self._records = self._records, []
        return records

    def finish(self, now_ns: int) -> None:
        """Say that all are gone."""
        self.known_ns = now_ns
        self._compare({}, now_ns)

    def close(self) -> None:
        """Do nothing: nothing is held."""


def look_at_proc(pid: int) -> Iterator[Sample]:
    """Read the state of every thread of a process and its descendants from /proc."""
    waiting = [pid]
    while waiting:
        process = waiting.pop()
        try:
            threads = os.listdir(f"/proc/{process}/task")
        except OSError:
            continue
        for thread in threads:
            with contextlib.suppress(OSError, ValueError, IndexError):
                folder = f"/proc/{process}/task/{thread}"
                yield parse_stat(_read(f"{folder}/stat"), process)
                waiting += map(int, _read(f"{folder}/children").split())


def parse_stat(line: bytes, pid: int) -> Sample:
    """Read one line of /proc/PID/task/TID/stat; the name in it may contain blanks and brackets."""
    opening, closing = line.index(b"("), line.rindex(b")")
    fields = line[closing + 2 :].split()
    name = line[opening + 1 : closing].decode("utf-8", "replace")
    return Sample(pid, int(line[:opening]), chr(fields[0][0]), int(fields[CPU_FIELD]), name)


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


class LookAtTimes:
    """Where there is no /proc: a thread whose running time has grown since the last look runs."""

    def __init__(self) -> None:
        self._spent: dict[tuple[int, int], float] = {}

    def __call__(self, pid: int) -> Iterator[Sample]:
        """Look at every thread of a process and its descendants."""
        with contextlib.suppress(psutil.Error):
            program = psutil.Process(pid)
            for process in [program, *program.children(recursive=True)]:
                with contextlib.suppress(psutil.Error):
                    yield from self._threads(process)

    def _threads(self, process: psutil.Process) -> Iterator[Sample]:
        name = process.name()
        for thread in process.threads():
            key, spent = (process.pid, thread.id), thread.user_time + thread.system_time
            letter = "R" if spent > self._spent.get(key, 0.0) else "S"
            self._spent[key] = spent
            yield Sample(process.pid, thread.id, letter, 0, name)
