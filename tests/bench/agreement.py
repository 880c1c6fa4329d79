"""Compare what Lockstep says of each thread with what `perf` recorded independently, in the same run.

    python tests/bench/agreement.py PROGRAM [ARGS...]        (needs `perf` and the right to record the whole machine)

perf records the context switches of the whole machine on CLOCK_MONOTONIC while `lockstep run` runs the program. For each thread both
know, it prints the time on a CPU by both, and how long the two disagree about whether it was running (the symmetric difference). The time
that the kernel still spends on a thread after PERF_RECORD_EXIT (freeing a process' memory) no event of the thread's own can tell; it is
printed by itself.
"""

import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from engine.events import State
from engine.wire import FrameKind, FrameReader, decode_changes

Intervals = list[tuple[int, int]]
LINE = re.compile(r"\s(-?\d+)(?:/\d+)?\s+\[(\d+)\]\s+(\d+)\.(\d+):\s+PERF_RECORD_(?:SWITCH\S*\s+(IN|OUT)|EXIT\(\d+:(\d+)\))")


def perf_intervals(data: Path, origin_ns: int) -> tuple[dict[int, Intervals], dict[int, int]]:
    """Read each thread's intervals on a CPU, in ns since the run began, and how long it went on after its PERF_RECORD_EXIT.

    A thread that exits is gone when it leaves its CPU, so perf gives that last record no tid (-1): who left is known by the CPU.
    """
    script = ["perf", "script", "-i", str(data), "--show-switch-events", "--show-task-events", "--ns", "-F", "comm,tid,cpu,time"]
    text = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    on_cpu: dict[str, tuple[int, int]] = {}
    exits: dict[int, int] = {}
    found: dict[int, Intervals] = defaultdict(list)
    after: dict[int, int] = {}
    for match in filter(None, map(LINE.search, text.splitlines())):
        tid, cpu, way, gone = int(match[1]), match[2], match[5], match[6]
        now = int(match[3]) * 1_000_000_000 + int(match[4].ljust(9, "0")) - origin_ns
        if gone:
            exits[int(gone)] = now
        elif way == "IN":
            on_cpu[cpu] = (tid, now)
        elif cpu in on_cpu:
            tid, since = on_cpu.pop(cpu)
            end = min(now, max(since, exits.pop(tid, now)))
            after[tid] = after.get(tid, 0) + now - end
            found[tid].append((since, end))
    return found, after


def lockstep_intervals(file: Path) -> tuple[int, dict[int, tuple[str, int, Intervals]]]:
    """Read the run's origin and, by tid, each thread's name, end and running spans."""
    origin, workers, running, now = 0, {}, defaultdict(list), 0
    since: dict[int, int] = {}
    for frame in FrameReader().feed(file.read_bytes()):
        match frame.kind:
            case FrameKind.META:
                origin = frame.json()["origin_ns"]
            case FrameKind.STATUS:
                now = frame.json()["now"]
            case FrameKind.DEFINE:
                workers.update({worker["id"]: worker for worker in frame.json().get("workers", [])})
            case FrameKind.CHANGES:
                for change in decode_changes(frame.body):
                    if change.worker in since:
                        running[change.worker].append((since.pop(change.worker), change.time))
                    if change.state is State.RUNNING:
                        since[change.worker] = change.time
            case _:
                pass
    for worker, began in since.items():
        running[worker].append((began, workers[worker]["ended"] or now))
    return origin, {w["tid"]: (w["name"], w["began"], running[w["id"]]) for w in workers.values() if w["kind"] == "thread" and w["tid"]}


def disagreement(ours: Intervals, theirs: Intervals) -> int:
    """Add up, in ns, how long exactly one of the two says `running`."""
    edges = sorted(
        [(t, 1, 0) for t, _ in ours] + [(t, -1, 0) for _, t in ours] + [(t, 0, 1) for t, _ in theirs] + [(t, 0, -1) for _, t in theirs]
    )
    total = last = a = b = 0
    for time, in_ours, in_theirs in edges:
        if (a > 0) != (b > 0):
            total += time - last
        last, a, b = time, a + in_ours, b + in_theirs
    return total


def main(arguments: list[str]) -> None:
    """Run the program under both and print the comparison."""
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder, "perf.data"), Path(folder, "run.lockstep")
        record = ["perf", "record", "-q", "-a", "-e", "dummy", "--switch-events", "-k", "CLOCK_MONOTONIC", "-m", "4M"]
        command = [*record, "-o", str(data), "--", sys.executable, "-m", "app.cli", "run", "--out", str(out), *arguments]
        subprocess.run(command, check=False)
        origin, threads = lockstep_intervals(out)
        theirs, after = perf_intervals(data, origin)
    names = ("lockstep ms", 12), ("perf ms", 10), ("difference", 11), ("disagree ms", 12), ("spans", 6), ("after exit", 11)
    print(f"{'thread':24} {'tid':>7}", *(f"{name:>{width}}" for name, width in names))
    for tid, (name, began, spans) in sorted(threads.items()):
        # Before its first record a tid may belong to a fork that has not become our program yet.
        seen = [(max(start, began), end) for start, end in theirs.get(tid, []) if end > began]
        a, b = sum(e - s for s, e in spans), sum(e - s for s, e in seen)
        share = (a - b) / b if b else 0.0
        row = f"{name:24} {tid:>7} {a / 1e6:>12.3f} {b / 1e6:>10.3f} {share:>11.2%} {disagreement(spans, seen) / 1e6:>12.3f}"
        print(f"{row} {len(spans):>6} {after.get(tid, 0) / 1e6:>11.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
