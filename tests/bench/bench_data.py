"""What watching shared data costs, and what it breaks, three ways: our rewriting, a called hook, and `sys.settrace` by instruction.

Ratios of a loop of `counter += 1` and of a program that mostly does other things, in one thread; and how many of 2 x 100,000 additions
two threads lose, which is none without any of them. A way that loses some cannot be used, whatever it costs.
"""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter_ns
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.probe import accesses
from engine.probe.rewriting import rewrite

ROUNDS = 7
LOOP = "counter = 0\ndef work(n):\n global counter\n for _ in range(n):\n  counter += 1\n"
MOSTLY = (
    "counter = 0\ndef work(n):\n global counter\n for _ in range(n // 60):\n  total = sum([k * k for k in range(600)])\n  counter += 1\n"
)
HOOKED = LOOP.replace("counter += 1", "seen = counter\n  hook(seen)\n  made = seen + 1\n  hook(made)\n  counter = made")


def program(source: str, *, watched: bool = False) -> dict[str, Any]:
    """Load a program; `hook` is a plain function."""
    names: dict[str, Any] = {"hook": lambda value: None}
    code = rewrite(source, "bench.py")[0] if watched else compile(source, "bench.py", "exec")
    exec(code, names)
    return names


def traced(work: Callable[[int], None]) -> Callable[[int], None]:
    """Run a function under a trace function that is called for each instruction."""

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        frame.f_trace_opcodes = True
        return trace

    def run(count: int) -> None:
        sys.settrace(trace)
        try:
            work(count)
        finally:
            sys.settrace(None)

    return run


def median(work: Callable[[int], None], count: int) -> float:
    """Time a call, in ns for each of `count` rounds of its loop."""
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter_ns()
        work(count)
        times.append((perf_counter_ns() - begin) / count)
    return sorted(times)[ROUNDS // 2]


def lost(names: dict[str, Any], work: Callable[[int], None], count: int = 100_000) -> int:
    """Count the additions that two threads lose."""
    names["counter"] = 0
    threads = [threading.Thread(target=work, args=(count,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return int(2 * count - names["counter"])


def main() -> None:
    """Print a table."""
    accesses._State.tell = lambda entry: None  # what becomes of an entry costs about 2 us more, up to the limits in variables.py
    sys.setswitchinterval(1e-4)
    for title, source, count in (("counter += 1", LOOP, 100_000), ("one in some us of work", MOSTLY, 6000)):
        plain, watched = program(source), program(source, watched=True)
        base = median(plain["work"], count)
        ways = {"rewritten": watched["work"], "settrace by instruction": traced(plain["work"])}
        print(title, f"({base:.0f} ns)", *(f"{name} {median(work, count) / base:.2f}x" for name, work in ways.items()), sep="\n  ")
    plain, watched, hooked = program(LOOP), program(LOOP, watched=True), program(HOOKED)
    print("lost of 200,000:")
    for name, names, work in (
        ("plain", plain, plain["work"]),
        ("rewritten", watched, watched["work"]),
        ("a called hook", hooked, hooked["work"]),
        ("settrace by instruction", plain, traced(plain["work"])),
    ):
        print(f"  {name}: {lost(names, work)}")


if __name__ == "__main__":
    main()
