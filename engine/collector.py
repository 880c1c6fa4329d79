"""Merges the rings of all threads and the kernel's records into one order. (The essay is coming with the fold.)"""

from collections.abc import Callable, Iterable
from pathlib import Path

from engine.events import Event
from engine.kernel.source import KernelRecord
from engine.naming import read_source
from engine.tables import Tables

WATERMARK_NS = 20_000_000


class Collector:
    """Turns what the probe and the kernel recorded into events with run-wide numbers, in one order.

    Call in this order, several times a second: `now = monotonic_ns()`, then `drain()` and `add_kernel(...)`, then `take(now)`.
    """

    def __init__(
        self,
        directory: Path,
        *,
        origin_ns: int,
        tables: Tables | None = None,
        watermark_ns: int = WATERMARK_NS,
        read_source: Callable[[str], str | None] = read_source,
    ) -> None:
        self.tables = tables or Tables()
        self.late_count = 0  # records that came after the watermark had passed them

    @property
    def dropped_count(self) -> int:
        """How many records the program's threads and the kernel could not write."""
        return 0

    @property
    def backlog(self) -> int:
        """How many bytes are drained and not yet events."""
        return 0

    def program_started(self, pid: int, name: str, *, time_ns: int) -> int:
        """Announce the program's own process (time on CLOCK_MONOTONIC); give its worker id, which is 1."""
        return 1

    def drain(self) -> int:
        """Copy what the rings hold, quickly; return how many bytes came."""
        return 0

    def add_kernel(self, records: Iterable[KernelRecord]) -> None:
        """Take records of the kernel, in any order."""

    def take(self, now_ns: int, *, budget_ns: int | None = None, final: bool = False) -> list[Event]:
        """Return the events up to 20 ms before `now_ns`, which must have been read before draining; all of them when final.

        With a budget, stop after about that long; what is left comes with the next call (then `backlog` is not 0).
        """
        return []
