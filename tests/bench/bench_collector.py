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
from engine.probe.ring import HEADER, HEADER_SIZE, LAST_SEGMENT, MAGIC, RECORD, SLOT_SIZE, SUFFIX, VERSION
from engine.timeline import Timeline

ORIGIN = 1_000_000_000
SEGMENT = 2 << 20
PID = 1000
THREADS = 4
ROUNDS = 50_000  # times a thread takes the lock and puts an item
BLOCK = 10  # of them while it has the CPU
BUDGET_NS = 10_000_000


class Writer:
    """Writes a ring as the probe does."""

    def __init__(self, directory: Path, tid: int, serial: int) -> None:
        self.directory, self.tid, self.serial = directory, tid, serial
        self.number = 0
        self.slots = bytearray()

    def add(self, time_ns: int, kind: Kind, subject: int = 0, value: int = 0, location: int = 0, flags: int = 0) -> None:
        """Add a record."""
        if len(self.slots) + 2 * SLOT_SIZE > SEGMENT - HEADER_SIZE:
            self.turn()
        self.slots += RECORD.pack(time_ns, subject, value, location, flags, kind)

    def add_text(self, time_ns: int, kind: Kind, text: str, subject: int = 0, flags: int = 0) -> None:
        """Add a record with a payload."""
        payload = text.encode()
        self.add(time_ns, kind, subject, len(payload), 0, flags)
        self.slots += payload + bytes(-len(payload) % SLOT_SIZE)

    def turn(self, flags: int = 0) -> None:
        """Write the segment out."""
        self.slots += RECORD.pack(ORIGIN, 0, 0, 0, flags, Kind.END_SEGMENT)
        header = HEADER.pack(MAGIC, VERSION, 0, PID, self.tid, 1, self.serial, self.number, 0, ORIGIN, 0).ljust(HEADER_SIZE, b"\0")
        data = (header + self.slots).ljust(SEGMENT, b"\0")
        (self.directory / f"{PID}-{self.serial}-{self.number}{SUFFIX}").write_bytes(data)
        self.number += 1
        self.slots.clear()


def write_run(directory: Path) -> tuple[int, list[KernelRecord]]:
    """Write a run of four threads that take a lock in turns and pass items; give the number of records and the kernel's."""
    writers = [Writer(directory, PID + n, n + 1) for n in range(THREADS)]
    lock, queue = PID << 40 | 1, PID << 40 | 2
    main = writers[0]
    main.add(ORIGIN, Kind.PROCESS_BEGIN, 1, 0, 0, Birth.PROGRAM)
    main.add(ORIGIN, Kind.THREAD_BEGIN)
    main.add_text(ORIGIN, Kind.DEFINE, "/program.py\x1f7\x1fwork", 1, Definition.LOCATION)
    for subject, kind in ((lock, ResourceKind.LOCK), (queue, ResourceKind.QUEUE)):
        main.add_text(ORIGIN, Kind.DEFINE, f"{int(kind)}\x1f\x1f\x1f0\x1f1", subject, Definition.RESOURCE)
    for number in range(100):
        main.add_text(ORIGIN, Kind.DEFINE, f"item {number}", number + 1, Definition.TEXT)
    kernel = []
    now = ORIGIN
    for block in range(ROUNDS // BLOCK):
        for n, writer in enumerate(writers):
            kernel.append(KernelRecord(now + 1, Kind.SWITCH_IN, PID, writer.tid, n % 2))
            writer.add(now + 10, Kind.WAIT, lock, -1, 1, Reason.LOCK << 8)
            for turn in range(BLOCK):
                text = (block + turn) % 100 + 1
                now += 1000
                writer.add(now + 100, Kind.ACQUIRE, lock, 1, 1, 0 if turn else Flag.WAITED)
                writer.add(now + 200, Kind.PUT, queue, 1 | text << 32, 1)
                writer.add(now + 300, Kind.GET, queue, text << 32, 1)
                writer.add(now + 400, Kind.RELEASE, lock, 0, 1)
            kernel.append(KernelRecord(now + 600, Kind.SWITCH_OUT, PID, writer.tid, n % 2, Flag.PREEMPTED))
    count = THREADS * (ROUNDS * 4 + ROUNDS // BLOCK)
    for writer in writers:
        writer.turn(LAST_SEGMENT)
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
        least = unpack_all(directory)
        steps = run_all(directory, kernel)
    total = sum(steps.values())
    say(f"{count} records of the probe, {len(kernel)} of the kernel")
    for step, seconds in {**steps, "all": total}.items():
        cost, rate = seconds * 1e9 / count, count / seconds
        say(f"{step:18} {cost:7.0f} ns an event   {rate:10.0f} events/s   {seconds / least:5.1f} x unpacking alone")


if __name__ == "__main__":
    main()
