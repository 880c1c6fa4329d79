"""Opens the best source of kernel truth that this machine allows."""

import sys

from engine.clock import monotonic
from engine.errors import KernelError
from engine.kernel.sampled import SampledSource
from engine.kernel.source import KernelSource, NoSource
from engine.kernel.switches import SwitchSource
from engine.spec import KernelChoice


def open_source(pid: int, choice: KernelChoice = "auto") -> KernelSource:
    """Open a source for a child that has not yet executed the program; "measured" raises KernelError where that cannot be."""
    if choice == "inferred":
        return NoSource("The kernel was not asked: states are inferred from what Python says.")
    if choice == "sampled":
        return SampledSource(pid, "The kernel was only sampled, as was asked for: short turns on a CPU are missed.", clock=monotonic)
    try:
        return SwitchSource(pid)
    except KernelError as problem:
        if choice == "measured":
            raise
        why = str(problem) if sys.platform == "linux" else "Only Linux tells of each context switch."
        return SampledSource(pid, f"{why} The threads' states are sampled instead, so short turns on a CPU are missed.", clock=monotonic)
