"""Exact context switches of a process tree, by perf_event_open(2).

One software "dummy" event per CPU, opened for the program's pid before its exec and inherited by every descendant, writes a record
into a buffer shared with us at each switch, fork, exit and exec, with the time on CLOCK_MONOTONIC. It needs no privilege at
perf_event_paranoid <= 2. The layout of the attribute, of the buffer's first page and of the records is that of linux/perf_event.h.
"""

import ctypes
import errno
import mmap
import os
import struct
from collections import deque
from pathlib import Path

from engine.errors import KernelError
from engine.kernel.source import KernelName, KernelRecord
from engine.probe.kinds import Flag, Kind

SYSCALL_NUMBERS = {"x86_64": 298, "aarch64": 241, "riscv64": 241, "ppc64le": 319, "s390x": 331, "i686": 336, "armv7l": 364}
PARANOID = Path("/proc/sys/kernel/perf_event_paranoid")
# Per CPU. 128 is the most that the kernel grants every user (perf_event_mlock_kb); more counts as memory that the user has locked,
# and fewer are left where other runs have taken theirs.
DATA_PAGES = (1024, 512, 256, 128, 64, 32, 16, 8)
MOST_PAGES = 4096  # of all CPUs together: 16 MiB; each gets 128 all the same
FILLING = 0.25  # of a buffer: above it, it is to be drained soon
MAX_BACKLOG = 128 * 1024 * 1024  # bytes drained and not yet decoded; beyond it records are dropped and counted

ATTRIBUTE = struct.Struct("<IIQQQQQIIQQQQIiQIHH")
ATTRIBUTE_SIZE = 112
TYPE_SOFTWARE, COUNT_SW_DUMMY = 1, 9
SAMPLE_TID, SAMPLE_TIME, SAMPLE_CPU = 1 << 1, 1 << 2, 1 << 7
READ_LOST = 1 << 4
DISABLED, INHERIT, EXCLUDE_KERNEL, EXCLUDE_HV = 1 << 0, 1 << 1, 1 << 5, 1 << 6
COMM, ENABLE_ON_EXEC, TASK, SAMPLE_ID_ALL = 1 << 9, 1 << 12, 1 << 13, 1 << 18
USE_CLOCKID, CONTEXT_SWITCH = 1 << 25, 1 << 26
FLAG_FD_CLOEXEC = 8
CLOCK_MONOTONIC = 1

HEAD_WORD, TAIL_WORD = 1024 // 8, 1032 // 8  # of the buffer's first page, in words of 64 bits
HEADER = struct.Struct("<IHH")
SWITCH = struct.Struct("<IHHIIQII")  # type, misc, size; then the sample id: pid, tid, time, cpu
IDENTITY = struct.Struct("<IIQII")  # the same sample id at the end of any record
FORK_BODY = struct.Struct("<IIII")  # pid, parent's pid, tid, parent's tid
LOST_BODY = struct.Struct("<QQ")  # event id, how many
RECORD_LOST, RECORD_COMM, RECORD_EXIT, RECORD_FORK, RECORD_SWITCH = 2, 3, 4, 7, 14
MISC_OUT, MISC_PREEMPTED, MISC_EXEC = 1 << 13, 1 << 14, 1 << 13


class SwitchSource:
    """Reads the switches of `pid`, from its next exec on, and of everything that descends from it.

    Args:
        pid: a child that has not yet executed the program.
        pages: how many data pages per CPU to try, most wanted first.
    """

    name: KernelName = "measured"
    note: str | None = None

    def __init__(self, pid: int, *, pages: tuple[int, ...] = DATA_PAGES) -> None:
        self._buffers: list[_Buffer] = []
        self._drained: deque[tuple[int, list[bytes]]] = deque()  # when, and what each buffer held
        self._decoder = Decoder()
        self._dropped = 0
        self.backlog = 0
        self.known_ns = 0
        cpus = online_cpus()
        fair = max(128, MOST_PAGES // max(1, len(cpus)))
        sizes = tuple(count for count in pages if count <= fair) or pages[-1:]
        try:
            for cpu in cpus:
                self._buffers.append(_Buffer(open_event(pid, cpu), sizes))
        except OSError as problem:
            self.close()
            raise KernelError(explain(problem)) from problem
        if not self._buffers:
            raise KernelError("The kernel names no CPU that is online.")

    @property
    def is_filling(self) -> bool:
        """Whether the kernel may soon have no room."""
        return any(buffer.fill > FILLING for buffer in self._buffers)

    def drain(self, now_ns: int) -> None:
        """Copy what the kernel has written and give it the room back."""
        found = [data for data in [buffer.read() for buffer in self._buffers] if data]
        size = sum(map(len, found))
        if self.backlog + size > MAX_BACKLOG:
            self._dropped += size // SWITCH.size
            found, size = [], 0
        self._drained.append((now_ns, found))
        self.backlog += size

    def take(self, limit: int) -> list[KernelRecord]:
        """Decode about `limit` drained records, at least what one visit drained, and return them in order of time."""
        records: list[KernelRecord] = []
        while self._drained and len(records) < limit:
            self.known_ns, chunks = self._drained.popleft()
            for data in chunks:
                self.backlog -= len(data)
                records += self._decoder.decode(data)
        records.sort(key=_time)
        if self._dropped:
            records.append(KernelRecord(self._decoder.latest, Kind.KERNEL_LOST, 0, 0, self._dropped))
            self._dropped = 0
        return records

    def finish(self, now_ns: int) -> None:
        """Drain for the last time and count what the kernel lost without having had the room to say so."""
        self.drain(now_ns)
        reported = sum(data_lost(data) for _, chunks in self._drained for data in chunks) + self._decoder.lost
        self._dropped += max(0, sum(buffer.total_lost() for buffer in self._buffers) - reported)

    def close(self) -> None:
        """Unmap and close everything."""
        for buffer in self._buffers:
            buffer.close()
        self._buffers.clear()


class Decoder:
    """Turns a buffer's bytes into records; does no I/O. Keeps who is on a CPU, to say that a thread runs from its exec on."""

    def __init__(self) -> None:
        self.latest = 0
        self.lost = 0
        self._running: set[int] = set()

    def decode(self, data: bytes) -> list[KernelRecord]:
        """Decode whole records, in the order in which one CPU wrote them."""
        records: list[KernelRecord] = []
        running, add, unpack, size = self._running, records.append, SWITCH.unpack_from, SWITCH.size
        switch_in, switch_out = Kind.SWITCH_IN, Kind.SWITCH_OUT
        position, end = 0, len(data)
        while position < end:
            if end - position < size:
                break
            kind, misc, length, pid, tid, time, cpu, _ = unpack(data, position)
            if kind != RECORD_SWITCH:
                self._decode_rare(data[position : position + length], records)
            elif misc & MISC_OUT:
                running.discard(tid)
                add(KernelRecord(time, switch_out, pid, tid, cpu, Flag.PREEMPTED if misc & MISC_PREEMPTED else 0))
            else:
                running.add(tid)
                add(KernelRecord(time, switch_in, pid, tid, cpu))
            position += max(length, HEADER.size)
        if records:
            self.latest = max(self.latest, records[-1].time)
        return records

    def _decode_rare(self, record: bytes, records: list[KernelRecord]) -> None:
        kind, misc, length = HEADER.unpack_from(record)
        if length < HEADER.size + IDENTITY.size:
            return
        pid, tid, time, cpu, _ = IDENTITY.unpack_from(record, length - IDENTITY.size)
        match kind:
            case _ if kind in (RECORD_EXIT, RECORD_FORK):
                new_pid, _, new_tid, parent_tid = FORK_BODY.unpack_from(record, HEADER.size)
                what, value = (Kind.KERNEL_FORK, parent_tid) if kind == RECORD_FORK else (Kind.KERNEL_EXIT, 0)
                records.append(KernelRecord(time, what, new_pid, new_tid, value))
                if what is Kind.KERNEL_EXIT:
                    self._running.discard(new_tid)
            case _ if kind == RECORD_COMM:
                if misc & MISC_EXEC and tid not in self._running:
                    self._running.add(tid)  # the event was enabled by this very exec: the kernel tells of no switch before it
                    records.append(KernelRecord(time, Kind.SWITCH_IN, pid, tid, cpu))
                name = record[HEADER.size + 8 : length - IDENTITY.size].split(b"\0", 1)[0].decode("utf-8", "replace")
                records.append(KernelRecord(time, Kind.KERNEL_COMM, pid, tid, int(misc & MISC_EXEC != 0), 0, name))
            case _ if kind == RECORD_LOST:
                _, missing = LOST_BODY.unpack_from(record, HEADER.size)
                self.lost += missing
                records.append(KernelRecord(time, Kind.KERNEL_LOST, 0, 0, missing))
            case _:
                pass  # THROTTLE and the like say nothing about the program


class _Buffer:
    """One CPU's event and the ring that it shares with the kernel."""

    def __init__(self, event: tuple[int, int, bool], pages: tuple[int, ...]) -> None:
        self._descriptor, self.number, self._counts_lost = event
        try:
            self._map = self._map_largest(pages)
        except OSError:
            os.close(self._descriptor)
            raise
        self._size = len(self._map) - mmap.PAGESIZE
        self._view = memoryview(self._map)
        self._words = self._view[: mmap.PAGESIZE].cast("Q")
        self._data = self._view[mmap.PAGESIZE :]

    def _map_largest(self, pages: tuple[int, ...]) -> mmap.mmap:
        for count in pages[:-1]:
            try:
                return self._map_pages(count)
            except OSError:  # not so much: locked memory is limited, or just now there is not so much in one piece
                continue
        return self._map_pages(pages[-1])

    def _map_pages(self, count: int) -> mmap.mmap:
        return mmap.mmap(self._descriptor, mmap.PAGESIZE * (1 + count), mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE)

    def read(self) -> bytes:
        """Copy the new bytes (a record that wraps round the ring's end comes out whole) and move the tail behind them."""
        head, tail = self._words[HEAD_WORD], self._words[TAIL_WORD]
        if head == tail:
            return b""
        start, stop = tail % self._size, head % self._size
        data = bytes(self._data[start:stop]) if start < stop else bytes(self._data[start:]) + bytes(self._data[:stop])
        self._words[TAIL_WORD] = head
        return data

    @property
    def fill(self) -> float:
        """How much of it waits to be read, from 0 to 1."""
        return float(self._words[HEAD_WORD] - self._words[TAIL_WORD]) / self._size

    def total_lost(self) -> int:
        """How many records the kernel could not write since the event was opened (0 where it does not count, before Linux 6.0)."""
        if not self._counts_lost:
            return 0
        value: int = struct.unpack("<QQ", os.read(self._descriptor, 16))[1]
        return value

    def close(self) -> None:
        """Unmap and close."""
        for view in (self._words, self._data, self._view):
            view.release()
        self._map.close()
        os.close(self._descriptor)


def open_event(pid: int, cpu: int) -> tuple[int, int, bool]:
    """Open the event of one CPU: its descriptor, the CPU, and whether the kernel counts what it loses."""
    try:
        return _open(pid, cpu, READ_LOST), cpu, True
    except OSError as problem:
        if problem.errno != errno.EINVAL:
            raise
    return _open(pid, cpu, 0), cpu, False


def _open(pid: int, cpu: int, read_format: int) -> int:
    flags = DISABLED | INHERIT | EXCLUDE_KERNEL | EXCLUDE_HV | COMM | ENABLE_ON_EXEC | TASK | SAMPLE_ID_ALL | USE_CLOCKID | CONTEXT_SWITCH
    sample = SAMPLE_TID | SAMPLE_TIME | SAMPLE_CPU
    attribute = bytearray(ATTRIBUTE_SIZE)
    ATTRIBUTE.pack_into(
        attribute, 0, TYPE_SOFTWARE, ATTRIBUTE_SIZE, COUNT_SW_DUMMY, 0, sample, read_format, flags,
        0, 0, 0, 0, 0, 0, 0, CLOCK_MONOTONIC, 0, 0, 0, 0,
    )  # fmt: skip
    number = SYSCALL_NUMBERS.get(os.uname().machine)
    if number is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    pointer = (ctypes.c_char * ATTRIBUTE_SIZE).from_buffer(attribute)
    descriptor = call(
        ctypes.c_long(number), pointer, ctypes.c_int(pid), ctypes.c_int(cpu), ctypes.c_int(-1), ctypes.c_ulong(FLAG_FD_CLOEXEC)
    )
    if descriptor < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return int(descriptor)


def online_cpus() -> list[int]:
    """List the CPUs that are online, e.g. from the kernel's "0-3,8"."""
    try:
        text = Path("/sys/devices/system/cpu/online").read_text().strip()
    except OSError:
        return sorted(os.sched_getaffinity(0))
    cpus: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        cpus += range(int(first), int(last or first) + 1)
    return cpus


def data_lost(data: bytes) -> int:
    """Sum what the LOST records in a buffer's bytes report."""
    total = position = 0
    while position + HEADER.size <= len(data):
        kind, _, length = HEADER.unpack_from(data, position)
        if kind == RECORD_LOST:
            total += LOST_BODY.unpack_from(data, position + HEADER.size)[1]
        position += max(length, HEADER.size)
    return total


def paranoid_level() -> int | None:
    """The kernel's perf_event_paranoid, or None where there is none."""
    try:
        return int(PARANOID.read_text())
    except (OSError, ValueError):
        return None


def explain(problem: OSError) -> str:
    """Say in one sentence why the kernel's switches cannot be read."""
    level = paranoid_level()
    match problem.errno:
        case errno.EACCES | errno.EPERM if level is not None and level > 2:
            return f"The kernel does not let this user see context switches (perf_event_paranoid is {level}; 2 or less is needed)."
        case errno.EACCES | errno.EPERM:
            return "The kernel refuses perf_event_open here: a container's seccomp profile, or the limit on locked memory."
        case errno.ENOSYS:
            return "This kernel has no perf_event_open."
        case errno.EMFILE | errno.ENFILE:
            return "There are too many open files to read the kernel's switches."
        case _:
            return f"The kernel's switches cannot be read: {problem.strerror}."


def _time(record: KernelRecord) -> int:
    return record.time
