"""The decoder on made-up bytes, and the source on real programs, against what the kernel tells elsewhere."""

import mmap
import os
import struct
import subprocess
import sys
import time
from collections import defaultdict

import pytest

from engine.errors import KernelError
from engine.kernel import switches
from engine.kernel.source import KernelRecord
from engine.kernel.switches import Decoder, SwitchSource, data_lost, explain
from engine.probe.kinds import Flag, Kind


def why_not_measured() -> str | None:
    """Try to open a source for a child of ours; say why that cannot be."""
    child = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
    try:
        SwitchSource(child.pid).close()
    except KernelError as problem:
        return str(problem)
    finally:
        child.communicate()
    return None


WHY_NOT = why_not_measured()
measured = pytest.mark.skipif(WHY_NOT is not None, reason=f"the kernel's switches cannot be read: {WHY_NOT}")


def switch(time_ns: int, tid: int, *, out: bool = False, preempted: bool = False, cpu: int = 0) -> bytes:
    misc = (1 << 13 if out else 0) | (1 << 14 if preempted else 0)
    return struct.pack("<IHHIIQII", 14, misc, 32, 5, tid, time_ns, cpu, 0)


def identity(time_ns: int, pid: int = 5, tid: int = 5) -> bytes:
    return struct.pack("<IIQII", pid, tid, time_ns, 1, 0)


def record(kind: int, body: bytes, time_ns: int, *, misc: int = 0) -> bytes:
    return struct.pack("<IHH", kind, misc, 8 + len(body) + 24) + body + identity(time_ns)


def test_switches_say_who_got_and_who_lost_which_cpu_and_whether_it_still_wanted_it() -> None:
    data = switch(10, 7, cpu=1) + switch(20, 7, out=True, cpu=1) + switch(30, 8, out=True, preempted=True)

    assert Decoder().decode(data) == [
        KernelRecord(10, Kind.SWITCH_IN, 5, 7, 1),
        KernelRecord(20, Kind.SWITCH_OUT, 5, 7, 1),
        KernelRecord(30, Kind.SWITCH_OUT, 5, 8, 0, Flag.PREEMPTED),
    ]


def test_a_thread_runs_from_the_exec_that_enabled_the_event() -> None:
    comm = record(3, struct.pack("<II", 5, 5) + b"python3\0", 100, misc=1 << 13)

    assert Decoder().decode(comm) == [
        KernelRecord(100, Kind.SWITCH_IN, 5, 5, 1),
        KernelRecord(100, Kind.KERNEL_COMM, 5, 5, 1, 0, "python3"),
    ]


def test_a_later_exec_of_a_running_thread_makes_no_second_switch() -> None:
    comm = record(3, struct.pack("<II", 5, 5) + b"sleep\0\0\0", 100, misc=1 << 13)

    kinds = [found.kind for found in Decoder().decode(switch(10, 5) + comm)]

    assert kinds == [Kind.SWITCH_IN, Kind.KERNEL_COMM]


def test_a_new_name_that_no_exec_gave_is_told_apart() -> None:
    renamed = record(3, struct.pack("<II", 5, 5) + b"worker\0\0", 100)

    assert Decoder().decode(renamed) == [KernelRecord(100, Kind.KERNEL_COMM, 5, 5, 0, 0, "worker")]


def test_fork_and_exit_name_the_new_thread_its_maker_and_its_end() -> None:
    fork = record(7, struct.pack("<IIIIQ", 9, 5, 9, 6, 50), 50)
    end = record(4, struct.pack("<IIIIQ", 9, 5, 9, 6, 60), 60)

    assert Decoder().decode(fork + end) == [
        KernelRecord(50, Kind.KERNEL_FORK, 9, 9, 6),
        KernelRecord(60, Kind.KERNEL_EXIT, 9, 9),
    ]


def test_lost_records_are_counted() -> None:
    decoder = Decoder()
    data = record(2, struct.pack("<QQ", 1, 12), 70) + switch(80, 7)

    found = decoder.decode(data)

    assert found[0] == KernelRecord(70, Kind.KERNEL_LOST, 0, 0, 12)
    assert decoder.lost == data_lost(data) == 12


def test_records_of_no_interest_are_passed_over() -> None:
    throttle = record(5, bytes(24), 70)

    assert [found.kind for found in Decoder().decode(throttle + switch(80, 7))] == [Kind.SWITCH_IN]


@pytest.mark.parametrize(
    ("code", "level", "word"),
    [
        (1, 4, "perf_event_paranoid is 4"),
        (13, 2, "refuses"),
        (38, None, "no perf_event_open"),
        (24, 2, "open files"),
        (5, 2, "cannot be read"),
    ],
)
def test_a_refusal_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, code: int, level: int | None, word: str) -> None:
    monkeypatch.setattr(switches, "paranoid_level", lambda: level)

    text = explain(OSError(code, os.strerror(code)))

    assert word in text
    assert text.endswith((".", ")."))


def test_a_machine_without_a_known_system_call_number_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switches, "SYSCALL_NUMBERS", {})

    with pytest.raises(KernelError, match="no perf_event_open"):
        SwitchSource(os.getpid())


# --- on real programs

BURN = """
import os, sys, threading, time
def burn():
    begin = time.monotonic_ns(), time.thread_time_ns()
    while time.thread_time_ns() - begin[1] < 40_000_000:
        sum(range(500))
    time.sleep(0.01)
    end = time.monotonic_ns(), time.thread_time_ns()
    os.write(1, f"{threading.get_native_id()} {begin[0]} {begin[1]} {end[0]} {end[1]}\\n".encode())
threads = [threading.Thread(target=burn) for _ in range(3)]
for thread in threads: thread.start()
if os.fork() == 0:
    burn()
    os._exit(0)
for thread in threads: thread.join()
os.wait()
"""


class Watched:
    """A program run under a source, started as the supervisor starts it; drained each time it says so on stdout, or only at the end."""

    def __init__(self, code: str, *, pages: tuple[int, ...] = (128,), turns: int = 0) -> None:
        gate, ours = os.pipe()
        out, theirs = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.dup2(gate, 0)
            os.dup2(theirs, 1)
            os.read(0, 1)
            os.execv(sys.executable, [sys.executable, "-S", "-c", code])
        os.close(gate)
        os.close(theirs)
        source = SwitchSource(self.pid, pages=pages)
        self.records: list[KernelRecord] = []
        os.write(ours, b"!")
        for _ in range(turns):
            os.write(ours, b"!")
            assert os.read(out, 1) == b"."
            source.drain(time.monotonic_ns())
            self.records += source.take(1000)
        os.waitpid(self.pid, 0)
        source.finish(time.monotonic_ns())
        while source.backlog:
            self.records += source.take(1000)
        self.records += source.take(1000)
        source.close()
        os.close(ours)
        with os.fdopen(out) as file:
            self.output = file.read()

    def intervals(self) -> dict[int, list[tuple[int, int]]]:
        since: dict[int, int] = {}
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for found_record in sorted(self.records, key=lambda record: record.time):
            if found_record.kind is Kind.SWITCH_IN:
                assert found_record.tid not in since, "two switches in without one out"
                since[found_record.tid] = found_record.time
            elif found_record.kind in (Kind.SWITCH_OUT, Kind.KERNEL_EXIT) and found_record.tid in since:
                found[found_record.tid].append((since.pop(found_record.tid), found_record.time))
        return found


@pytest.fixture(scope="module")
def burnt() -> Watched:
    return Watched(BURN)


@measured
def test_time_on_the_cpu_agrees_with_what_the_kernel_accounts_to_each_thread(burnt: Watched) -> None:
    lines = [tuple(map(int, line.split())) for line in burnt.output.splitlines()]
    intervals = burnt.intervals()

    assert len(lines) == 4
    for tid, begin, begin_cpu, end, end_cpu in lines:
        ours = sum(max(0, min(stop, end) - max(start, begin)) for start, stop in intervals[tid])
        accounted = end_cpu - begin_cpu
        assert abs(ours - accounted) <= max(1_000_000, accounted // 100)


@measured
def test_every_thread_and_process_has_its_fork_and_its_exit(burnt: Watched) -> None:
    forks = {found.tid for found in burnt.records if found.kind is Kind.KERNEL_FORK}
    exits = {found.tid for found in burnt.records if found.kind is Kind.KERNEL_EXIT}

    assert len(forks) == 4
    assert exits == forks | {burnt.pid}


@measured
def test_switches_of_a_thread_alternate(burnt: Watched) -> None:
    assert sum(map(len, burnt.intervals().values())) > 8  # intervals() itself checks the order


SWITCHING = """
import os
r, w = os.pipe(); r2, w2 = os.pipe()
turns = 40
if os.fork() == 0:
    for _ in range(turns * 100): os.read(r, 1); os.write(w2, b"x")
    os._exit(0)
for _ in range(turns):
    os.read(0, 1)
    for _ in range(100): os.write(w, b"x"); os.read(r2, 1)
    os.write(1, b".")
os.wait()
"""
UNDRAINED = SWITCHING.replace("os.read(0, 1)", "pass")


@measured
def test_a_small_ring_that_wraps_many_times_gives_whole_records_and_loses_none() -> None:
    watched = Watched(SWITCHING, pages=(8,), turns=40)

    lost = sum(found.value for found in watched.records if found.kind is Kind.KERNEL_LOST)
    assert len(watched.records) * switches.SWITCH.size > 4 * 8 * 4096
    assert lost == 0
    watched.intervals()


@measured
def test_what_does_not_fit_an_undrained_ring_is_counted() -> None:
    watched = Watched(UNDRAINED, pages=(1,))

    lost = sum(found.value for found in watched.records if found.kind is Kind.KERNEL_LOST)
    assert lost > 4000
    assert len(watched.records) - 1 <= 2 * len(switches.online_cpus()) * 4096 // switches.SWITCH.size


@measured
def test_a_backlog_over_the_limit_is_dropped_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switches, "MAX_BACKLOG", 0)

    watched = Watched("pass")

    assert {found.kind for found in watched.records} == {Kind.KERNEL_LOST}


@measured
def test_closing_twice_is_harmless() -> None:
    child = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
    source = SwitchSource(child.pid)
    source.close()
    source.close()
    child.communicate()


@measured
def test_a_buffer_with_much_to_read_is_filling_until_it_is_drained() -> None:
    child = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
    source = SwitchSource(child.pid, pages=(1,))
    try:
        assert not source.is_filling
        source._buffers[0]._words[switches.HEAD_WORD] += 2048  # as if the kernel had written; the child never executes anything again
        assert source.is_filling
        source.drain(1)
        assert not source.is_filling
    finally:
        source.close()
        child.communicate()


@measured
def test_a_buffer_is_as_large_as_the_kernel_grants_and_all_of_them_stay_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    child = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
    try:
        for most, bound in ((switches.MOST_PAGES, switches.MOST_PAGES), (1, 128 * len(switches.online_cpus()))):
            monkeypatch.setattr(switches, "MOST_PAGES", most)
            source = SwitchSource(child.pid)
            assert 0 < sum(buffer._size for buffer in source._buffers) <= max(bound, 128 * len(switches.online_cpus())) * mmap.PAGESIZE
            source.close()
    finally:
        child.communicate()
