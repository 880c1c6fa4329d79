"""Measure what watching generators and greenlets costs: `python tests/bench/bench_strands.py [PYTHON ...]`.

CPU time of the loop with the probe and without, the median of the rounds' quotients. The first case is the promise: ten million
hand-overs end in reasonable time. The next ones are what programs pay that use no generator as a coroutine: it should be nothing.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 5
FRAME = """
import sys, time
{body}
begin = time.process_time()
work()
print(time.process_time() - begin, file=sys.stderr)
"""
CASES = {
    "ten million hand-overs by next()": """
def task():
    while True:
        yield
def work():
    one, other = task(), task()
    for _ in range(5_000_000):
        next(one); next(other)
""",
    "the first 10,000, told one by one": """
def task():
    while True:
        yield
def work():
    one, other = task(), task()
    for _ in range(5_000):
        next(one); next(other)
""",
    "a generator that is only iterated": """
def numbers():
    yield from range(2_000_000)
def work():
    sum(numbers())
""",
    "calls, beside a coroutine": """
def step(number):
    return number
def task():
    yield
def work():
    next(task())
    for number in range(3_000_000):
        step(number)
""",
    "calls that raise, beside a coroutine": """
def task():
    while True:
        yield
def fail():
    raise KeyError
def work():
    next(task())
    for number in range(300_000):
        try:
            fail()
        except KeyError:
            pass
""",
    "imports, no generator": """
def work():
    import asyncio, concurrent.futures, http.client, json, multiprocessing, unittest.mock
""",
    "greenlet switches": """
import greenlet
def other():
    while True:
        main.switch()
main = greenlet.getcurrent()
def work():
    one = greenlet.greenlet(other)
    for _ in range(20_000):
        one.switch()
""",
    "gevent.sleep(0) by turns": """
import gevent
def task():
    for _ in range(2_000):
        gevent.sleep(0)
def work():
    gevent.joinall([gevent.spawn(task) for _ in range(5)])
""",
}


def time_once(python: str, program: Path, rings: Path | None) -> float | None:
    """Run a program once and return its loop's seconds; None if this Python lacks a package that it needs."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if rings is not None:
        shutil.rmtree(rings, ignore_errors=True)
        rings.mkdir()
        env |= {"_LOCKSTEP_RINGS": str(rings), "PYTHONPATH": str(ROOT / "engine/probe/site")}
    done = subprocess.run([python, str(program)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if "ModuleNotFoundError" in done.stderr:
        return None
    return float(json.loads(done.stderr))


def main(pythons: list[str]) -> None:
    """Print the table for each interpreter."""
    for python in pythons or [sys.executable]:
        print(python)
        with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
            program, rings = Path(folder) / "program.py", Path(folder) / "rings"
            for name, body in CASES.items():
                program.write_text(FRAME.format(body=body))
                pairs = [(time_once(python, program, None), time_once(python, program, rings)) for _ in range(ROUNDS)]
                whole = [(plain, traced) for plain, traced in pairs if plain is not None and traced is not None]
                if not whole:
                    print(f"  {name:42} not measured: a package is missing")
                    continue
                ratio = statistics.median(traced / plain for plain, traced in whole)
                print(f"  {name:42} {ratio:6.2f}x   {min(p for p, _ in whole):7.3f} s -> {min(t for _, t in whole):7.3f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
