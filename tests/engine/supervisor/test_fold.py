"""The fold on a real collector and timeline, fed by a made-up kernel."""

from pathlib import Path

import pytest

from engine import rings
from engine.kernel.source import KernelName, KernelRecord
from engine.probe.kinds import Kind
from engine.probe.ring import SLOT_SIZE
from engine.supervisor.end import Exit
from engine.supervisor.fold import Fold
from tests.ring_files import RingFile, slot

MS = 1_000_000


class MadeUpKernel:
    """Hands out records in portions."""

    name: KernelName = "measured"
    note: str | None = None
    is_filling = False

    def __init__(self, *portions: list[KernelRecord]) -> None:
        self._portions = list(portions)
        self.known_ns = 0

    @property
    def backlog(self) -> int:
        return len(self._portions)

    def drain(self, now_ns: int) -> None:
        self.known_ns = now_ns

    def take(self, limit: int) -> list[KernelRecord]:
        return self._portions.pop(0) if self._portions else []

    def finish(self, now_ns: int) -> None:
        self.known_ns = now_ns

    def close(self) -> None:
        pass


def fold_of(folder: Path, kernel: MadeUpKernel, *, now: list[int]) -> Fold:
    made = Fold(folder, kernel, origin_ns=0, clock=lambda: now[0])
    made.program_started(5, "a.py", time_ns=0)
    return made


def test_a_process_runs_as_the_kernel_says_and_ends_as_it_was_reaped(tmp_path: Path) -> None:
    kernel = MadeUpKernel([KernelRecord(10 * MS, Kind.SWITCH_IN, 5, 5, 1), KernelRecord(30 * MS, Kind.SWITCH_OUT, 5, 5, 1)])
    now = [200 * MS]
    fold = fold_of(tmp_path, kernel, now=now)
    fold.drain(200 * MS)
    fold.process_exited(Exit(5, -9), time_ns=40 * MS)
    batch = fold.fold(200 * MS, budget_ns=MS)
    _, summary = fold.finish(200 * MS)

    assert batch.workers
    program = next(worker for worker in summary["workers"] if worker["kind"] == "process")
    assert (program["pid"], program["signal"], program["ended_ns"]) == (5, "SIGKILL", 40 * MS)
    assert program["states"]["running_ns"] == 20 * MS


def test_what_is_known_reaches_up_to_the_watermark(tmp_path: Path) -> None:
    fold = fold_of(tmp_path, MadeUpKernel(), now=[100 * MS])
    fold.drain(100 * MS)
    fold.fold(100 * MS, budget_ns=MS)

    assert fold.reached_ns == 80 * MS
    assert fold.counts()["now"] == 80 * MS
    assert not fold.is_behind


def test_time_never_goes_back(tmp_path: Path) -> None:
    fold = fold_of(tmp_path, MadeUpKernel(), now=[100 * MS])
    for moment in (100 * MS, 50 * MS):
        fold.drain(moment)
        fold.fold(moment, budget_ns=MS)
    fold.finish(10 * MS)

    assert fold.reached_ns == 80 * MS


def test_a_budget_that_is_used_up_leaves_the_rest_for_later(tmp_path: Path) -> None:
    portions = [[KernelRecord(n * MS, Kind.SWITCH_IN if n % 2 else Kind.SWITCH_OUT, 5, 5, 1)] for n in range(1, 5)]
    kernel = MadeUpKernel(*portions)
    fold = fold_of(tmp_path, kernel, now=[500 * MS])
    fold.fold(500 * MS, budget_ns=0)

    assert fold.is_behind
    rounds = 0
    is_left = True
    while is_left:
        _, is_left = fold.fold_rest(budget_ns=0)
        rounds += 1
    assert rounds > 1
    assert not fold.is_behind


def test_lost_kernel_records_are_counted(tmp_path: Path) -> None:
    fold = fold_of(tmp_path, MadeUpKernel([KernelRecord(10 * MS, Kind.KERNEL_LOST, 0, 0, 12)]), now=[500 * MS])
    fold.drain(500 * MS)
    fold.drain_rest()
    fold.fold(500 * MS, budget_ns=MS)

    assert fold.counts()["dropped"] == 12
    assert fold.event_count >= 0


def test_what_was_copied_in_the_midst_of_writing_is_copied_again_at_the_end(tmp_path: Path) -> None:
    fold = fold_of(tmp_path, MadeUpKernel(), now=[500 * MS])
    file = RingFile(tmp_path, pid=5, tid=5)
    file.slots += slot(Kind.THREAD_BEGIN, time=1) + bytes(SLOT_SIZE) + slot(Kind.SET, time=3) * 100
    file.write()
    fold.drain(10 * MS)
    file.slots[SLOT_SIZE : 2 * SLOT_SIZE] = slot(Kind.SET, time=2)
    file.write()
    fold.drain_rest()
    fold.fold_rest(budget_ns=MS)

    assert fold.event_count == 102


def test_a_hole_that_a_killed_writer_left_for_ever_ends_its_ring_and_not_the_reading(tmp_path: Path) -> None:
    fold = fold_of(tmp_path, MadeUpKernel(), now=[500 * MS])
    file = RingFile(tmp_path, pid=5, tid=5)
    file.slots += slot(Kind.THREAD_BEGIN, time=1) + bytes(SLOT_SIZE) + slot(Kind.SET, time=3)
    file.write()
    fold.drain_rest()
    assert fold.fold_rest(budget_ns=MS)[1] is False
    assert fold.event_count == 1


def test_more_than_may_be_kept_at_once_is_read_in_turns_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rings, "MOST_BACKLOG", 100 * SLOT_SIZE)
    fold = fold_of(tmp_path, MadeUpKernel(), now=[500 * MS])
    for serial in range(1, 6):
        file = RingFile(tmp_path, pid=5, tid=5, serial=serial)
        for time in range(200):
            file.add(Kind.SET, time=time)
        file.write()
        fold.drain_rest()
    is_left = True
    while is_left:
        _, is_left = fold.fold_rest(budget_ns=MS)

    assert fold.event_count == 1000


def test_a_turn_ends_when_its_time_is_up_and_goes_on_with_the_next(tmp_path: Path) -> None:
    switches = [KernelRecord(n * MS // 100, Kind.SWITCH_IN if n % 2 else Kind.SWITCH_OUT, 5, 5, 1) for n in range(1, 2001)]
    ticks = iter(range(100 * MS, 10_000 * MS, MS))
    fold = Fold(tmp_path, MadeUpKernel(switches), origin_ns=0, clock=lambda: next(ticks))
    fold.program_started(5, "a.py", time_ns=0)
    fold.drain(100 * MS)
    fold.fold(100 * MS, budget_ns=MS)
    first = fold.reached_ns
    assert 0 < first < 20 * MS
    assert fold.is_behind
    while fold.is_behind:
        fold.fold(100 * MS, budget_ns=MS)
    assert fold.reached_ns == 80 * MS
    assert fold.counts()["switches"] == 1000


def test_a_kernel_that_fills_up_is_to_be_drained_soon(tmp_path: Path) -> None:
    kernel = MadeUpKernel()
    fold = fold_of(tmp_path, kernel, now=[0])
    assert not fold.is_filling
    kernel.is_filling = True
    assert fold.is_filling


def test_a_dead_child_that_the_system_still_knows_is_told_as_a_zombie(tmp_path: Path) -> None:
    switches = [KernelRecord(n * 50 * MS, Kind.SWITCH_IN, 5, 5, 0) for n in range(40)]
    kernel = MadeUpKernel([KernelRecord(MS, Kind.KERNEL_FORK, 6, 6, 5), KernelRecord(2 * MS, Kind.KERNEL_EXIT, 6, 6, 0), *switches])
    now = [3000 * MS]
    fold = fold_of(tmp_path, kernel, now=now)
    fold.drain(now[0])
    fold.fold(now[0], budget_ns=1000 * MS)
    fold.present(frozenset({5, 6}), time_ns=2500 * MS)
    now[0] += 200 * MS
    fold.drain(now[0])
    assert [row["kind"] for row in fold.fold(now[0], budget_ns=1000 * MS).findings] == ["zombie"]
