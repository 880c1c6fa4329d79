"""Merges the rings of all threads and the kernel's records into one order of events, with run-wide numbers.

On order. Every record carries CLOCK_MONOTONIC, the probe's and the kernel's alike, so the order of a run is the order of its time stamps:
no vector clocks, no sequence numbers. That is sound because all writers are on one machine, whose clock no two CPUs see more than some
ns apart, and because the probe takes its stamps on the right side of the operation: a release is stamped before it takes effect and an
acquire after it succeeded, so of two records that one causes the other, the cause has the earlier stamp. Within one ring, stamps may be
out of order by a hair, when a signal handler records between the stamp and the store of another record; sorting puts that right. Records
with the same stamp keep the order in which they are merged: kernel first (a thread is on its CPU before it records anything), then
rings by process and age.

On lateness. A record becomes visible some time after its stamp: its writer may lose its CPU between the two, for as long as a busy
machine pleases, and the reader comes by only every few ms. So the collector looks at a moment T, then copies all rings, and then lets go
what is older than T less the watermark: everything stamped before that had at least so long to become visible. The watermark is what
the viewer waits, so it is no longer than this run needs: `engine/watermark.py` learns it from how late records are really seen to become
visible, 5 ms where they are hardly ever missed, up to 60 ms where threads queue for the GIL or the CPU. What comes later all the same is
not dropped and does not go back in time: it is let go at once, with the time of the last event that went, and counted (`late_count`).
Nothing is corrected afterwards, so that what the viewer has seen stays true.

On being behind. Copying is cheap, decoding is not, and a program can record for a while faster than anybody folds. So `drain` only
copies, and `take` decodes for a given time. It decodes rings in turns, a little of each, and lets go what is older than the least time
up to which every ring is decoded; so order holds however little is decoded.

What is drained may have a hole (see engine/rings.py), and what stands behind it is then copied once more by the next drain. If the hole is
found only later than that, because decoding was behind, what comes next in that ring may be long past: until it is copied, nothing
younger than what stands in front of the hole is let go. (A hole in what the last drain brought is as young as that, and the watermark waits
long enough.)

A process in which a thread is about to write an access that happened earlier (see engine/probe/accesses.py) says from when on the order is
not known, and later that it is. In between nothing younger is let go, until the process is gone, and for some seconds at most: whoever is
killed or stopped with an access in his hands never says so.

On definitions. They are not events: text, location and resource ids are unique in the process that defines them, so they are entered
when they are decoded, and are there when the first event that uses one is let go, whichever ring had it.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from time import monotonic_ns
from typing import TYPE_CHECKING, Final

from engine.events import Event, Kind
from engine.flows import Flows
from engine.kernel.source import KernelRecord
from engine.naming import Namer, read_source
from engine.resolve import Resolver
from engine.rings import Record, Ring, RingReader
from engine.tables import Tables
from engine.watermark import Watermark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from engine.clock import Clock

TURN: Final = 1024  # records decoded of a ring before the next one's turn
FUTURE_NS: Final = 10_000_000_000  # a stamp further ahead than this is nonsense
HOLD_NS: Final = 3_000_000_000  # how long a process' word that the order is not known is heeded
FOREVER: Final = 1 << 62
TIME: Final = itemgetter(0)

Pending = Record | tuple[int, None, KernelRecord]  # both begin with the time and the source; the kernel's have none


class _Feed:
    """One ring's decoded records that are not let go yet."""

    __slots__ = ("awaits_copy", "frontier", "is_fresh", "pending", "ring")

    def __init__(self, ring: Ring, *, is_fresh: bool) -> None:
        self.ring = ring
        self.pending: list[Pending] = []
        self.frontier = -1  # everything up to here is decoded
        self.is_fresh = is_fresh  # what there is to decode was brought by the last drain, all of it
        self.awaits_copy = False  # what is behind the frontier was drained before, and is to be copied again

    def known_ns(self, now_ns: int) -> int:
        """Tell up to when nothing more can come of this ring but what the watermark waits for."""
        ids = self.ring.source.ids
        is_held = ids.held_ns and now_ns - ids.held_ns < HOLD_NS and not ids.is_gone and not self.ring.is_over
        held = ids.held_ns - 1 if is_held else FOREVER
        return min(held, self.frontier) if self.awaits_copy else held


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
        watermark: Watermark | None = None,
        read_source: Callable[[str], str | None] = read_source,
        clock: Clock = monotonic_ns,
    ) -> None:
        self.tables = tables or Tables()
        self.late_count = 0  # records that came after the watermark had passed them
        self._origin = origin_ns
        self._watermark = watermark or Watermark()
        self._visited_ns = 0  # when the rings were drained last, and the time before
        self._visited_before_ns = 0
        self._drains = 0  # since anything was taken
        self._clock = clock
        self._reader = RingReader(directory)
        self._resolver = Resolver(self.tables, Namer(read_source), Flows(read_source))
        self._feeds: list[_Feed] = []
        self._kernel: list[Pending] = []
        self._kernel_lost = 0
        self._dead: list[int] = []  # pids of processes that ended since anything was taken
        self._horizon = 0
        self._reached = 0  # time of the last event that went, on CLOCK_MONOTONIC

    @property
    def dropped_count(self) -> int:
        """How many records the program's threads and the kernel could not write."""
        return self._reader.lost_count + self._kernel_lost

    @property
    def backlog(self) -> int:
        """How many bytes are drained and not decoded."""
        return self._reader.backlog

    @property
    def horizon_ns(self) -> int:
        """Up to when the last `take` let go what it knew, on CLOCK_MONOTONIC."""
        return self._horizon

    @property
    def watermark_ns(self) -> int:
        """How long a record is waited for, at present."""
        return self._watermark.ns

    def program_started(self, pid: int, name: str, *, time_ns: int) -> int:
        """Announce the program's own process (time on CLOCK_MONOTONIC); give its worker id, which is 1."""
        self._reached = max(self._reached, time_ns)
        return self._resolver.announce(pid, name)

    def drain(self) -> int:
        """Copy what the rings hold, quickly; return how many bytes came."""
        had_raw = [feed.ring.has_raw for feed in self._feeds]
        copied = self._reader.drain()
        if not self._reader.is_full:
            self._drains += 1
            for feed, is_old in zip(self._feeds, had_raw, strict=True):
                feed.is_fresh, feed.awaits_copy = not is_old, False
        return copied

    def drain_rest(self) -> None:
        """Copy what the rings of the dead hold: what was copied while they wrote may have holes, so it is copied again."""
        self._reader.rewind()
        while self.drain():
            pass

    @property
    def is_full(self) -> bool:
        """Whether the rings hold more, to be drained when some of it is taken."""
        return self._reader.is_full

    def close(self) -> None:
        """Close the rings' files."""
        self._reader.close()

    def add_kernel(self, records: Iterable[KernelRecord]) -> None:
        """Take records of the kernel, in any order."""
        for record in records:
            self._kernel.append((record.time, None, record))
            if record.kind is Kind.KERNEL_LOST:
                self._kernel_lost += record.value
            elif record.kind is Kind.KERNEL_EXIT and record.pid == record.tid:
                self._dead.append(record.pid)

    def take(self, now_ns: int, *, budget_ns: int | None = None, final: bool = False) -> list[Event]:
        """Return the events up to the watermark before `now_ns`, which must have been read before draining; all of them when final.

        With a budget, stop after about that long; what is left comes with the next call (then `backlog` is not 0).
        """
        deadline = FOREVER if budget_ns is None else self._clock() + budget_ns
        events: list[Event] = []
        self._welcome()
        while self._dead:
            self._resolver.process_gone(self._dead.pop())
        if now_ns != self._visited_ns:
            self._visited_before_ns, self._visited_ns = self._visited_ns, now_ns
        while True:
            is_behind = self._decode(now_ns)
            decoded = min((feed.frontier for feed in self._feeds if feed.ring.has_raw), default=FOREVER)
            known = FOREVER if final else min((feed.known_ns(now_ns) for feed in self._feeds), default=FOREVER)
            self._horizon = min(FOREVER if final else now_ns - self._watermark.ns, decoded, known)
            self._let_go(self._horizon, events)
            if not is_behind or self._clock() >= deadline:
                break
        self._part(final=final)
        return events

    def _welcome(self) -> None:
        for ring in self._reader.new:
            header = ring.header
            ring.source = self._resolver.source(header.pid, header.tid, header.parent_pid, is_first=header.is_first)
            self._feeds.append(_Feed(ring, is_fresh=self._drains <= 1))
        self._reader.new.clear()
        self._drains = 0

    def _decode(self, now_ns: int) -> bool:
        """Decode a little of each ring; say whether there is more."""
        is_behind = False
        for feed in self._feeds:
            ring = feed.ring
            if not ring.has_raw:
                continue
            if len(feed.pending) < TURN:
                parsed, gone = ring.take(TURN)
                self._reader.backlog -= gone
                feed.awaits_copy = ring.was_cut and not feed.is_fresh
                for record in parsed.definitions:
                    self._resolver.define(ring.source, record)
                if parsed.records:
                    records = self._sane(parsed.records, now_ns)
                    times = list(map(TIME, records))
                    feed.pending += records
                    feed.frontier = max(feed.frontier, max(times))
                    if feed.is_fresh:
                        self._watermark.learn(now_ns, max(0, self._visited_before_ns - min(times)))
            is_behind = is_behind or ring.has_raw
        return is_behind

    def _sane(self, records: list[Record], now_ns: int) -> list[Record]:
        """Put right the time of records that claim to be from before the run or from far ahead."""
        times = list(map(TIME, records))
        origin = self._origin
        if min(times) >= origin and max(times) <= now_ns + FUTURE_NS:
            return records
        return [record._replace(time_ns=origin if record.time_ns < origin else min(record.time_ns, now_ns)) for record in records]

    def _let_go(self, horizon: int, events: list[Event]) -> None:
        """Make events of everything up to `horizon`, in order."""
        ready = _cut(self._kernel, horizon)
        for feed in self._feeds:
            if feed.pending:
                ready += _cut(feed.pending, horizon)
        if not ready:
            return
        ready.sort(key=TIME)
        origin, reached = self._origin, self._reached
        resolve, resolve_kernel = self._resolver.event, self._resolver.kernel_event
        append = events.append
        for record in ready:
            time = record[0]
            if time < reached:
                time = reached
                self.late_count += 1
            reached = time
            # What comes from no ring is the kernel's.
            event = resolve_kernel(time - origin, record[2]) if record[1] is None else resolve(time - origin, record)  # type: ignore[arg-type]
            if event is not None:
                append(event)
        self._reached = reached

    def _part(self, *, final: bool) -> None:
        """Forget the rings of threads that are gone."""
        if final or len(self._feeds) > 16:
            self._feeds = [feed for feed in self._feeds if feed.pending or not feed.ring.is_over]


def _cut(pending: list[Pending], horizon: int) -> list[Pending]:
    """Take out what is not later than the horizon."""
    if not pending:
        return []
    pending.sort(key=TIME)
    if pending[-1][0] <= horizon:
        ready = pending[:]
        pending.clear()
        return ready
    count = bisect_right(pending, horizon, key=TIME)
    ready = pending[:count]
    del pending[:count]
    return ready
