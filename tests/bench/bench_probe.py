"""Measure what the probe costs, as ratios against the same loop without it, side by side: `python tests/bench/bench_probe.py [PYTHON ...]`.

Each round runs the plain program and the traced one, one after the other, in processes of their own; a ratio is the median of the
rounds' quotients. Loops of one thread are measured in CPU time, which other programs disturb less, the others by the clock.
The targets are those of performance.md, "Two stages".
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 7

LOCK_PAIR = """
lock = threading.Lock()
def work():
    for _ in range(40000):
        lock.acquire(); lock.release()
"""
LOCK_WITH = """
lock = threading.Lock()
def work():
    for _ in range(40000):
        with lock:
            pass
"""
RLOCK_PAIR = LOCK_PAIR.replace("Lock()", "RLock()")
QUEUE_PAIR = """
queue = queue.Queue()
def work():
    for number in range(10000):
        queue.put(number); queue.get()
"""
SIMPLE_QUEUE_PAIR = QUEUE_PAIR.replace("queue.Queue()", "queue.SimpleQueue()")
SEMAPHORE_PAIR = LOCK_PAIR.replace("threading.Lock()", "threading.Semaphore()").replace("40000", "10000")
PRINT = """
def work():
    for number in range(3000):
        print("line", number)
"""
THREADS = """
def work():
    for _ in range(200):
        thread = threading.Thread(target=int); thread.start(); thread.join()
"""
# I/O and compute, a lock or queue operation about every 100 us in each of four threads
REALISTIC = """
items, lock, total = queue.Queue(32), threading.Lock(), 0
def compute():
    return sum(index * index for index in range(1300))
def produce():
    for number in range(400):
        compute()
        items.put(number)
    items.put(None)
def consume():
    global total
    while items.get() is not None:
        compute()
        with lock:
            total += 1
def read():
    for _ in range(400):
        with open(__file__, 'rb') as file:
            file.read()
        compute()
        with lock:
            pass
def work():
    threads = [threading.Thread(target=target) for target in (produce, consume, read, read)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
"""
FRAME = """
import json, queue, sys, threading, time
{body}
best = float("inf")
for _ in range({repeats}):
    start = time.{clock}()
    work()
    best = min(best, time.{clock}() - start)
sys.stderr.write(json.dumps(best))
"""
CASES = {
    "lock acquire;release (target 16)": (LOCK_PAIR, 5),
    "with lock": (LOCK_WITH, 5),
    "rlock acquire;release": (RLOCK_PAIR, 5),
    "queue.Queue put;get (target 3)": (QUEUE_PAIR, 5),
    "queue.SimpleQueue put;get (target 10)": (SIMPLE_QUEUE_PAIR, 5),
    "semaphore acquire;release": (SEMAPHORE_PAIR, 5),
    "print to a file": (PRINT, 3),
    "thread start;join": (THREADS, 3),
    "four threads, realistic (target 1.10)": (REALISTIC, 3),
    "start and end of the interpreter": ("def work(): pass", 1),
}


def time_once(python: str, program: Path, *, rings: Path | None, whole: bool) -> float:
    """Run a program once and return its best loop's seconds, or the whole process'."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if rings is not None:
        shutil.rmtree(rings, ignore_errors=True)
        rings.mkdir()
        env |= {"_LOCKSTEP_RINGS": str(rings), "PYTHONPATH": str(ROOT / "engine/probe/site")}
    begin = time.perf_counter()
    done = subprocess.run([python, str(program)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    return time.perf_counter() - begin if whole else float(json.loads(done.stderr))


def ratio(python: str, body: str, repeats: int, folder: Path) -> tuple[float, float, float]:
    """Return the median ratio, and the plain and the traced seconds."""
    program = folder / "program.py"
    clock = "perf_counter" if "thread" in body.split("def work")[1] else "process_time"
    program.write_text(FRAME.format(body=body, repeats=repeats, clock=clock))
    whole = "pass" in body and "lock" not in body
    pairs = [
        (time_once(python, program, rings=None, whole=whole), time_once(python, program, rings=folder / "rings", whole=whole))
        for _ in range(ROUNDS)
    ]
    return statistics.median(traced / plain for plain, traced in pairs), min(p for p, _ in pairs), min(t for _, t in pairs)


def main(pythons: list[str]) -> None:
    """Print the table for each interpreter."""
    for python in pythons or [sys.executable]:
        print(python)
        shared = "/dev/shm" if Path("/dev/shm").is_dir() else None
        with tempfile.TemporaryDirectory(dir=shared) as folder:
            for name, (body, repeats) in CASES.items():
                times, plain, traced = ratio(python, body, repeats, Path(folder))
                print(f"  {name:42} {times:6.2f}x   {plain * 1000:8.2f} ms -> {traced * 1000:8.2f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
