"""What the kernel source costs a program: the same program with and without it, side by side.

    python tests/bench/bench_kernel.py [PAIRS]

The program has four threads that compute, take a lock or use a queue every 100 µs or so, and read and write a little. It runs without the
probe, so that only the kernel source is measured: alone, and with its switches read and drained every 16 ms. Target: at most 1.02 x.
"""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.kernel.switches import SwitchSource

TICK = 0.016
PROGRAM = """
import os, queue, threading, time
lock, items, zero = threading.Lock(), queue.Queue(64), open("/dev/zero", "rb", buffering=0)
def work(number):
    total = 0
    for turn in range(2500):
        total += sum(range(2500))
        if turn % 3 == 0:
            with lock: total += 1
        elif number % 2: items.put(turn)
        else: items.get()
        if turn % 50 == 0: zero.read(4096)
begin = time.perf_counter()
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
used = os.times()
os.write(1, f"{time.perf_counter() - begin} {used.user + used.system}".encode())
"""


def run(*, measured: bool) -> tuple[float, float, int, float]:
    """Run the program; give its wall time, its CPU time, how many records there were, and the CPU time that reading them took."""
    gate, ours = os.pipe()
    out, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(gate, 0)
        os.dup2(theirs, 1)
        os.read(0, 1)
        os.execv(sys.executable, [sys.executable, "-S", "-c", PROGRAM])
    source = SwitchSource(pid) if measured else None
    os.close(gate)
    os.close(theirs)
    os.write(ours, b"!")
    count, spent = 0, 0.0
    while os.waitpid(pid, os.WNOHANG)[0] == 0:
        before = time.process_time()
        if source is not None:
            source.drain(time.monotonic_ns())
            count += len(source.take(1 << 30))
        spent += time.process_time() - before
        time.sleep(TICK)  # the supervisor's tick; nothing is synchronised by it
    if source is not None:
        source.close()
    wall, cpu = map(float, os.read(out, 100).split())
    os.close(ours)
    os.close(out)
    return wall, cpu, count, spent


def main(pairs: int) -> None:
    """Run pairs, in turns who is first, and print the medians of their ratios."""
    walls, cpus, counts, spents, seconds = [], [], [], [], []
    for number in range(pairs):
        results = {measured: run(measured=measured) for measured in ((True, False) if number % 2 else (False, True))}
        walls.append(results[True][0] / results[False][0])
        cpus.append(results[True][1] / results[False][1])
        counts.append(results[True][2])
        spents.append(results[True][3])
        seconds.append(results[True][0])
    wall = statistics.median(seconds)
    print(f"pairs                    {pairs}, {wall:.2f} s each")
    print(f"wall time                {statistics.median(walls):.3f} x   (lowest {min(walls):.3f}, highest {max(walls):.3f}; target 1.02)")
    print(f"the program's CPU time   {statistics.median(cpus):.3f} x")
    print(f"records                  {statistics.median(counts) / wall:,.0f} a second")
    print(f"reading and decoding     {statistics.median(spents) / wall:.2%} of one CPU")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
