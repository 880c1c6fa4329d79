"""How many events a second go through drain, merge, fold and encode on one core: `python -m tests.bench.bench_collector`.

Ratios are of each step's time to the cheapest thing one can do with the same records: unpacking them with struct.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from engine.collector import Collector
from engine.findings import Watch
from engine.frames import encode
from engine.kernel.source import KernelRecord
from engine.probe.kinds import Birth, Definition, Flag, Kind, Reason, ResourceKind
from engine.probe.ring import HEADER_SIZE, RECORD, SUFFIX
from engine.supervisor.__main__ import settle_memory
from engine.timeline import Timeline
from tests.ring_files import RingFile

ORIGIN = 1_000_000_000
SEGMENT = 2 << 20
PID = 1000
THREADS = 4
ROUNDS = 50_000  # times a thread takes the lock and puts an item
BLOCK = 10  # of them while it has the CPU
BUDGET_NS = 10_000_000


def write_run(directory: Path) -> tuple[int, list[KernelRecord]]:
    """Write a run of four threads that take a lock in turns and pass items; give the number of records and the kernel's."""
    writers = [RingFile(directory, pid=PID, tid=PID + n, serial=n + 1, size=SEGMENT) for n in range(THREADS)]
    lock, queue = PID << 40 | 1, PID << 40 | 2
    main = writers[0]
    main.add(Kind.PROCESS_BEGIN, time=ORIGIN, subject=1, flags=Birth.PROGRAM).add(Kind.THREAD_BEGIN, time=ORIGIN)
    main.define(Definition.LOCATION, 1, "/program.py", 7, "work")
    for subject, kind in ((lock, ResourceKind.LOCK), (queue, ResourceKind.QUEUE)):
        main.define(Definition.RESOURCE, subject, int(kind), "", "", 0, 1)
    for number in range(100):
        main.define(Definition.TEXT, number + 1, f"item {number}")
    kernel = []
    now = ORIGIN
    for block in range(ROUNDS // BLOCK):
        for n, writer in enumerate(writers):
            kernel.append(KernelRecord(now + 1, Kind.SWITCH_IN, PID, writer.tid, n % 2))
            writer.add(Kind.WAIT, time=now + 10, subject=lock, value=-1, location=1, reason=Reason.LOCK)
            for turn in range(BLOCK):
                text = (block + turn) % 100 + 1
                now += 1000
                writer.add(Kind.ACQUIRE, time=now + 100, subject=lock, value=1, location=1, flags=0 if turn else Flag.WAITED)
                writer.add(Kind.PUT, time=now + 200, subject=queue, value=1 | text << 32, location=1)
                writer.add(Kind.GET, time=now + 300, subject=queue, value=text << 32, location=1)
                writer.add(Kind.RELEASE, time=now + 400, subject=lock, location=1)
            kernel.append(KernelRecord(now + 600, Kind.SWITCH_OUT, PID, writer.tid, n % 2, Flag.PREEMPTED))
    count = THREADS * (ROUNDS * 4 + ROUNDS // BLOCK)
    for writer in writers:
        writer.end()
    return count, kernel


def run_all(directory: Path, kernel: list[KernelRecord]) -> dict[str, float]:
    """Drain, decode and merge, fold, encode, as the supervisor does; give each step's time."""
    collector = Collector(directory, origin_ns=ORIGIN)
    timeline = Timeline(collector.tables, watch=Watch())
    steps = dict.fromkeys(("drain", "decode and merge", "fold", "encode"), 0.0)
    begin = time.process_time()

    def note(step: str) -> None:
        nonlocal begin
        now = time.process_time()
        steps[step] += now - begin
        begin = now

    while collector.drain():
        pass
    note("drain")
    collector.add_kernel(kernel)
    sequence = 1
    while events := collector.take(time.monotonic_ns(), budget_ns=BUDGET_NS, final=True):
        note("decode and merge")
        for event in events:
            timeline.feed(event)
        timeline.advance(events[-1].time)
        batch = timeline.take()
        note("fold")
        sequence += len(encode(batch, sequence=sequence))
        note("encode")
    return steps


def unpack_all(directory: Path) -> float:
    """Measure the least one can do: unpack every slot."""
    begin = time.process_time()
    for path in sorted(directory.glob(f"*{SUFFIX}")):
        for _ in RECORD.iter_unpack(path.read_bytes()[HEADER_SIZE:]):
            pass
    return time.process_time() - begin


def main(say: Callable[[str], None] = print) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        count, kernel = write_run(directory)
        settle_memory()
        least = unpack_all(directory)
        steps = run_all(directory, kernel)
    total = sum(steps.values())
    say(f"{count} records of the probe, {len(kernel)} of the kernel")
    for step, seconds in {**steps, "all": total}.items():
        cost, rate = seconds * 1e9 / count, count / seconds
        say(f"{step:18} {cost:7.0f} ns an event   {rate:10.0f} events/s   {seconds / least:5.1f} x unpacking alone")


if __name__ == "__main__":
    main()
