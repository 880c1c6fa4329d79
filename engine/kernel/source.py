"""What every source of kernel truth offers: open it before the program runs, drain it often, take records in order of time.

Three sources follow this protocol: exact switches (switches.py), samples (sampled.py) and nothing at all (`NoSource`, here). Draining is
cheap and done on every tick, so that the kernel's buffers are emptied even when folding is behind; taking decodes what was drained.
"""

from typing import Literal, NamedTuple, Protocol

from engine.probe.kinds import Kind

KernelName = Literal["measured", "sampled", "inferred"]


class KernelRecord(NamedTuple):
    """One instant as the kernel tells it.

    time: ns on CLOCK_MONOTONIC. kind: SWITCH_IN, SWITCH_OUT, KERNEL_FORK, KERNEL_EXIT, KERNEL_LOST, KERNEL_COMM or SAMPLE.
    pid, tid: of the thread concerned (for KERNEL_FORK: of the new one; for KERNEL_LOST: 0).
    value: the CPU for switches and samples; for KERNEL_FORK the tid of the thread that made the new one; for KERNEL_LOST how many
    are missing; for KERNEL_COMM 1 if an exec gave the name. flags: Flag.PREEMPTED for a SWITCH_OUT; for SAMPLE the letter of
    /proc/PID/stat as a number. text: the command name of KERNEL_COMM.
    """

    time: int
    kind: Kind
    pid: int
    tid: int
    value: int = 0
    flags: int = 0
    text: str = ""


class KernelSource(Protocol):
    """A source of kernel records for one program and all its descendants."""

    @property
    def name(self) -> KernelName:
        """How what it says is known."""

    @property
    def note(self) -> str | None:
        """Say in one sentence why the truth is not measured, or None when it is."""

    @property
    def backlog(self) -> int:
        """How many bytes are drained but not yet taken."""

    @property
    def known_ns(self) -> int:
        """Up to when everything has been taken, on CLOCK_MONOTONIC."""

    @property
    def is_filling(self) -> bool:
        """Whether the kernel's buffers are to be drained soon."""

    def drain(self, now_ns: int) -> None:
        """Empty the kernel's buffers; fast, decodes nothing. `now_ns` was read before."""

    def take(self, limit: int) -> list[KernelRecord]:
        """Decode about `limit` drained records and return them in order of time."""

    def finish(self, now_ns: int) -> None:
        """Drain for the last time, when the program and its descendants are gone; count what never arrived."""

    def close(self) -> None:
        """Release everything; harmless when done twice."""


class NoSource:
    """The source of a machine that tells nothing: states are inferred from the probe alone."""

    name: KernelName = "inferred"
    backlog = 0
    is_filling = False

    def __init__(self, note: str) -> None:
        self.note: str | None = note
        self.known_ns = 0

    def drain(self, now_ns: int) -> None:
        """Remember the time."""
        self.known_ns = now_ns

    def take(self, limit: int) -> list[KernelRecord]:
        """Return nothing."""
        return []

    def finish(self, now_ns: int) -> None:
        """Remember the time."""
        self.known_ns = now_ns

    def close(self) -> None:
        """Do nothing."""
