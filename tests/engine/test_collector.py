from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.collector import Collector
from engine.events import Birth, Definition, Event, Kind
from engine.kernel.source import KernelRecord
from engine.probe.ring import SLOT_SIZE
from engine.watermark import Watermark
from tests.ring_files import RingFile, slot

ORIGIN = 1_000_000
MS = 1_000_000


def collector(directory: Path, watermark: Watermark | None = None) -> Collector:
    return Collector(directory, origin_ns=ORIGIN, read_source=lambda file: None, watermark=watermark)


def ring(directory: Path, *, tid: int = 100, serial: int = 1) -> RingFile:
    return RingFile(directory, tid=tid, serial=serial)


def times(events: list[Event]) -> list[int]:
    return [event.time for event in events]


def test_nothing_gives_nothing(tmp_path: Path) -> None:
    collect = collector(tmp_path)
    assert collect.drain() == 0
    assert collect.take(ORIGIN) == []
    assert (collect.backlog, collect.dropped_count, collect.late_count) == (0, 0, 0)


def test_two_rings_and_the_kernel_become_one_order(tmp_path: Path) -> None:
    ring(tmp_path).add(Kind.SET, time=ORIGIN + 1).add(Kind.SET, time=ORIGIN + 5).write()
    ring(tmp_path, tid=101, serial=2).add(Kind.CLEAR, time=ORIGIN + 3).write()
    collect = collector(tmp_path)
    collect.drain()
    collect.add_kernel([KernelRecord(ORIGIN + 4, Kind.SWITCH_IN, 100, 100, 0), KernelRecord(ORIGIN + 2, Kind.SWITCH_OUT, 100, 101, 0)])
    events = collect.take(ORIGIN, final=True)
    assert [(event.time, event.kind) for event in events] == [
        (1, Kind.SET),
        (2, Kind.SWITCH_OUT),
        (3, Kind.CLEAR),
        (4, Kind.SWITCH_IN),
        (5, Kind.SET),
    ]


def test_at_the_same_instant_the_kernel_comes_first(tmp_path: Path) -> None:
    ring(tmp_path).add(Kind.SET, time=ORIGIN + 1).write()
    collect = collector(tmp_path)
    collect.drain()
    collect.add_kernel([KernelRecord(ORIGIN + 1, Kind.SWITCH_IN, 100, 100, 0)])
    assert [event.kind for event in collect.take(ORIGIN, final=True)] == [Kind.SWITCH_IN, Kind.SET]


def test_what_is_younger_than_the_watermark_waits(tmp_path: Path) -> None:
    ring(tmp_path).add(Kind.SET, time=ORIGIN + 1).add(Kind.SET, time=ORIGIN + 30 * MS).write()
    collect = collector(tmp_path)
    collect.drain()
    assert times(collect.take(ORIGIN + 40 * MS)) == [1]
    assert times(collect.take(ORIGIN + 50 * MS)) == [30 * MS]


def test_a_late_record_comes_at_the_watermark_and_is_counted(tmp_path: Path) -> None:
    first = ring(tmp_path).add(Kind.SET, time=ORIGIN + 10 * MS).write()
    collect = collector(tmp_path)
    collect.drain()
    assert times(collect.take(ORIGIN + 40 * MS)) == [10 * MS]
    first.add(Kind.SET, time=ORIGIN + 5 * MS).add(Kind.SET, time=ORIGIN + 12 * MS).write()
    collect.drain()
    assert times(collect.take(ORIGIN + 100 * MS)) == [10 * MS, 12 * MS]
    assert collect.late_count == 1


def test_a_missed_record_makes_the_next_wait_longer(tmp_path: Path) -> None:
    file = ring(tmp_path).add(Kind.SET, time=ORIGIN + MS).write()
    collect = collector(tmp_path)
    collect.drain()
    collect.take(ORIGIN + 40 * MS)
    before = collect.watermark_ns
    file.add(Kind.SET, time=ORIGIN + 30 * MS).write()
    collect.drain()
    collect.take(ORIGIN + 50 * MS)
    assert collect.watermark_ns == 3 * 10 * MS > before


def test_what_was_there_and_not_yet_decoded_was_not_missed(tmp_path: Path) -> None:
    file = ring(tmp_path)
    for number in range(4000):
        file.add(Kind.SET, time=ORIGIN + number)
    file.write()
    ticks = iter(range(10**9))
    collect = Collector(tmp_path, origin_ns=ORIGIN, clock=lambda: next(ticks) * MS)
    before = collect.watermark_ns
    for visit in range(1, 5):
        collect.drain()
        collect.take(ORIGIN + visit * 100 * MS, budget_ns=1)
        assert collect.watermark_ns <= before
    assert collect.backlog == 0


def test_order_holds_however_little_is_decoded_at_a_time(tmp_path: Path) -> None:
    for serial in (1, 2, 3):
        file = ring(tmp_path, tid=99 + serial, serial=serial)
        for number in range(3000):
            file.add(Kind.SET, time=ORIGIN + number * 3 + serial)
        file.write()
    ticks = iter(range(10**9))
    collect = Collector(tmp_path, origin_ns=ORIGIN, clock=lambda: next(ticks) * MS)
    collect.drain()
    events: list[Event] = []
    calls = 0
    while collect.backlog:
        events += collect.take(ORIGIN, budget_ns=1, final=True)
        calls += 1
    assert calls > 1
    assert times(events) == sorted(times(events))
    assert len(events) == 9000
    assert collect.late_count == 0


def test_what_is_behind_an_old_hole_is_waited_for(tmp_path: Path) -> None:
    first, second = ring(tmp_path), ring(tmp_path, tid=101, serial=2)
    first.slots += slot(Kind.SET, time=ORIGIN + 1 * MS) + bytes(SLOT_SIZE) + slot(Kind.SET, time=ORIGIN + 3 * MS)
    first.write()
    second.add(Kind.CLEAR, time=ORIGIN + 4 * MS).write()
    collect = collector(tmp_path)
    collect.drain()
    first.slots[SLOT_SIZE : 2 * SLOT_SIZE] = slot(Kind.SET, time=ORIGIN + 2 * MS)
    first.write()
    collect.drain()  # and nothing was decoded since the last: now the hole is older than what comes
    assert times(collect.take(ORIGIN + 100 * MS)) == [1 * MS]
    assert collect.horizon_ns == ORIGIN + 1 * MS
    assert times(collect.take(ORIGIN + 200 * MS)) == []
    collect.drain()
    assert times(collect.take(ORIGIN + 200 * MS)) == [2 * MS, 3 * MS, 4 * MS]
    assert (collect.horizon_ns, collect.late_count) == (ORIGIN + 200 * MS - collect.watermark_ns, 0)


def test_a_hole_for_ever_holds_nobody_else_up(tmp_path: Path) -> None:
    first, second = ring(tmp_path), ring(tmp_path, tid=101, serial=2)
    first.slots += slot(Kind.SET, time=ORIGIN + 1 * MS) + bytes(SLOT_SIZE) + slot(Kind.SET, time=ORIGIN + 3 * MS)
    first.write()
    second.add(Kind.CLEAR, time=ORIGIN + 4 * MS).write()
    collect = collector(tmp_path)
    collect.drain()
    assert times(collect.take(ORIGIN)) == []
    for _ in range(3):
        collect.drain()
    assert times(collect.take(ORIGIN + 100 * MS)) == [1 * MS]
    collect.drain()
    assert times(collect.take(ORIGIN + 100 * MS)) == [4 * MS]
    collect.drain_rest()
    assert times(collect.take(ORIGIN + 100 * MS, final=True)) == []


def test_what_a_thread_is_about_to_write_is_waited_for_whichever_ring_says_so(tmp_path: Path) -> None:
    writer, other = ring(tmp_path).write(), ring(tmp_path, tid=101, serial=2)
    other.add(Kind.SET, time=ORIGIN + 1 * MS).define(Definition.HOLD, ORIGIN + 2 * MS, time=ORIGIN + 4 * MS)
    other.add(Kind.SET, time=ORIGIN + 5 * MS).write()
    collect = collector(tmp_path)
    collect.drain()
    assert times(collect.take(ORIGIN + 100 * MS)) == [1 * MS]
    assert collect.horizon_ns == ORIGIN + 2 * MS - 1
    writer.add(Kind.CLEAR, time=ORIGIN + 2 * MS).define(Definition.HOLD, 0, time=ORIGIN + 150 * MS).write()
    collect.drain()
    assert times(collect.take(ORIGIN + 200 * MS)) == [2 * MS, 5 * MS]
    assert collect.late_count == 0


@pytest.mark.parametrize("first", [100, 101])
def test_of_two_rings_that_say_from_when_on_order_is_not_known_the_later_is_believed(first: int, tmp_path: Path) -> None:
    said = {100: (0, 9), 101: (2, 4)}  # by thread: from when on, and when it was said
    for serial, tid in enumerate((first, 201 - first), 1):
        since, when = said[tid]
        ring(tmp_path, tid=tid, serial=serial).define(Definition.HOLD, since * MS and ORIGIN + since * MS, time=ORIGIN + when * MS).write()
    ring(tmp_path, tid=102, serial=3).add(Kind.SET, time=ORIGIN + 5 * MS).write()
    collect = collector(tmp_path)
    collect.drain()
    assert times(collect.take(ORIGIN + 100 * MS)) == [5 * MS]


@pytest.mark.parametrize("is_dead", [False, True])
def test_what_a_killed_process_did_not_write_is_not_waited_for(is_dead: bool, tmp_path: Path) -> None:
    ring(tmp_path).define(Definition.HOLD, ORIGIN + 2 * MS, time=ORIGIN + 3 * MS).write()
    ring(tmp_path, tid=101, serial=2).add(Kind.SET, time=ORIGIN + 4 * MS).write()
    collect = collector(tmp_path)
    collect.drain()
    if is_dead:
        collect.add_kernel([KernelRecord(ORIGIN + 5 * MS, Kind.KERNEL_EXIT, 100, 100)])
        collect.take(ORIGIN + 90 * MS)
    else:
        assert times(collect.take(ORIGIN + 2900 * MS)) == []
        assert times(collect.take(ORIGIN + 3100 * MS)) == [4 * MS]
    assert collect.horizon_ns > ORIGIN + 4 * MS


def test_a_program_that_takes_anothers_place_in_a_process_has_its_own_words(tmp_path: Path) -> None:
    for serial, first, name in ((1, True, "one.py"), (1 << 12, True, "two.py"), ((1 << 12) + 1, False, "three.py")):
        made = RingFile(tmp_path, serial=serial, tid=100 + serial, is_first=first)
        made.define(Definition.LOCATION, 1 if first else 2, name, 5, "f").add(Kind.SET, time=ORIGIN + serial, location=1).write()
    collect = collector(tmp_path)
    collect.drain()
    places = [collect.tables.locations[event.location - 1][0] for event in collect.take(ORIGIN + 100 * MS)]
    assert places == ["one.py", "two.py", "two.py"]


def test_absurd_times_cannot_hold_anything_up(tmp_path: Path) -> None:
    ring(tmp_path).add(Kind.SET, time=0).add(Kind.SET, time=2**63).add(Kind.SET, time=ORIGIN + 1).write()
    collect = collector(tmp_path)
    collect.drain()
    assert times(collect.take(ORIGIN + 30 * MS)) == [0, 1]
    assert times(collect.take(ORIGIN + 60 * MS)) == [30 * MS]


def test_the_program_is_worker_one(tmp_path: Path) -> None:
    collect = collector(tmp_path)
    assert collect.program_started(100, "office.py", time_ns=ORIGIN) == 1
    ring(tmp_path).add(Kind.PROCESS_BEGIN, time=ORIGIN + 1, subject=1, flags=Birth.PROGRAM).write()
    collect.drain()
    (event,) = collect.take(ORIGIN, final=True)
    assert (event.worker, collect.tables.workers[1].name) == (2, "office.py")


def test_losses_of_rings_and_kernel_are_added(tmp_path: Path) -> None:
    file = ring(tmp_path).add(Kind.SET, time=ORIGIN)
    file.lost = 3
    file.write()
    collect = collector(tmp_path)
    collect.drain()
    collect.add_kernel([KernelRecord(ORIGIN + 1, Kind.KERNEL_LOST, 0, 0, 4)])
    collect.take(ORIGIN, final=True)
    assert collect.dropped_count == 7


def test_rings_of_threads_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    collect = collector(tmp_path)
    for serial in range(1, 30):
        ring(tmp_path, tid=100 + serial, serial=serial).add(Kind.SET, time=ORIGIN + serial).end()
    collect.drain()
    assert len(collect.take(ORIGIN, final=True)) == 29
    collect.drain()
    assert list(tmp_path.iterdir()) == []
    collect.close()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 50), st.booleans()), max_size=60))
def test_every_record_comes_exactly_once_in_order(tmp_path_factory: object, steps: list[tuple[int, int, bool]]) -> None:
    directory = tmp_path_factory.mktemp("rings")  # type: ignore[attr-defined] # pytest's factory
    files = {n: RingFile(directory, tid=100 + n, serial=n + 1, size=8192) for n in range(4)}
    collect = collector(directory, watermark=Watermark(most_ns=0))
    now, sent = ORIGIN, 0
    received: list[Event] = []
    for who, pause, is_visit in steps:
        now += pause
        files[who].add(Kind.SET, time=now).write()
        sent += 1
        if is_visit:
            collect.drain()
            received += collect.take(now)
    collect.drain()
    received += collect.take(now, final=True)
    assert len(received) == sent
    assert times(received) == sorted(times(received))
    assert collect.late_count == 0
    collect.close()
