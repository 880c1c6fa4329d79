"""What is known of shared data: of each part of each datum its value, its last accesses, what went wrong; and what came before what.

*Before* is told by clocks of the kind that Lamport, Fidge and Mattern described: each worker counts its own steps, and takes over what
another knew when that one caused something of its own: started it, ended before its join, released what it took, put what it got.
An access of another that a worker does not know of is concurrent: nothing keeps the two in order.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from engine.events import Event, Kind, WorkerKind

if TYPE_CHECKING:
    from engine.timeline.resources import Resource
    from engine.timeline.world import World

Clock = dict[int, int]  # by worker: how many of its steps are known
WRITES_KEPT = 256  # of one part, for telling which were overwritten
READS_KEPT = 32  # places of one worker
SILENT = frozenset(
    {Kind.READ, Kind.WRITE, Kind.CREATE, Kind.WAIT, Kind.UNSEEN, Kind.UNASKED, Kind.LOOKED, Kind.PRESENCE}
)  # kinds that cause nothing


class Read(NamedTuple):
    """The last read of a worker at a place."""

    number: int
    time: int
    location: int
    text: int
    is_odd: bool = False  # it is not what was written last, as far as that is known


class Write:
    """A write, and whether somebody overwrote it with something older."""

    __slots__ = ("before", "is_lost", "location", "number", "text", "time", "worker")

    def __init__(self, number: int, event: Event, before: int) -> None:
        self.number = number
        self.time = event.time
        self.worker = event.worker
        self.location = event.location
        self.text = event.text
        self.before = before  # the value until then
        self.is_lost = False


class Held(NamedTuple):
    """A worker's last write of a kind: under locks, or without any."""

    step: int
    location: int
    is_change: bool  # of what it had read itself


class Part:
    """One value: a datum's only one, or one of its items. Accesses are numbered in their order."""

    __slots__ = ("bare", "count", "guard", "locked", "locked_count", "reads", "text", "writes")

    def __init__(self) -> None:
        self.count = 0
        self.text = 0
        self.writes: deque[Write] = deque(maxlen=WRITES_KEPT)
        self.reads: dict[int, dict[int, Read]] = {}  # by worker and location
        self.guard: frozenset[int] | None = None  # the locks held at all writes that were made with any
        self.locked_count = 0
        self.locked: dict[int, Held] = {}  # by worker
        self.bare: dict[int, Held] = {}

    def note_read(self, event: Event, *, at: int = 0) -> Read:
        """Note a read; `at`: the place that it is known by, if that is another than its own."""
        self.count += 1
        is_odd = event.text != self.text and bool(event.text and self.text)
        if event.text:
            self.text = event.text
        reads = self.reads.setdefault(event.worker, {})
        place = at or event.location
        reads.pop(place, None)
        read = reads[place] = Read(self.count, event.time, event.location, event.text or self.text, is_odd)
        if len(reads) > READS_KEPT:
            del reads[next(iter(reads))]
        return read

    def last_write(self, worker: int) -> int:
        """Give the number of a worker's last write, as far back as they are kept; 0 for none."""
        return next((one.number for one in reversed(self.writes) if one.worker == worker), 0)

    def note_write(self, event: Event) -> Write:
        """Note a write."""
        self.count += 1
        write = Write(self.count, event, self.text)
        self.writes.append(write)
        self.text = event.text
        return write


class Mishap(NamedTuple):
    """One time that it went wrong: who, what was read, who wrote meanwhile, what was written."""

    time: int
    reader: int
    read: Read
    other: Write
    write: Write
    known: bool = True  # of a check: whether it would have failed by then


class Trouble:
    """All that went wrong with one datum in one way: the first time in full, then only how often."""

    __slots__ = ("count", "first", "is_news", "part", "workers")

    def __init__(self, first: Mishap, part: int) -> None:
        self.first = first
        self.part = part
        self.count = 0
        self.workers: dict[int, None] = {}
        self.is_news = True


class Datum:
    """What is known of one datum."""

    __slots__ = ("bare_count", "is_closed", "locks", "parts", "shared_count", "troubles", "write_count")

    def __init__(self) -> None:
        self.parts: dict[int, Part] = {}
        self.troubles: dict[str, Trouble] = {}  # by kind of finding
        self.is_closed = False  # no more is recorded of it
        self.locks: frozenset[int] | None = None  # held at every access while others could access it too
        self.shared_count = 0  # accesses while others could access it too
        self.bare_count = 0  # of them, those without any lock
        self.write_count = 0

    def trouble(self, kind: str, mishap: Mishap, part: int, *, count: int = 1) -> None:
        """Note that it went wrong."""
        trouble = self.troubles.get(kind)
        if trouble is None or (mishap.known and not trouble.first.known):
            fresh = Trouble(mishap, part)
            if trouble is not None:
                fresh.workers, fresh.count = trouble.workers, trouble.count
            trouble = self.troubles[kind] = fresh
        trouble.count += count
        trouble.workers.update(dict.fromkeys((mishap.reader, mishap.other.worker)))
        trouble.is_news = True


class Sharing:
    """All shared data of a run, and the clocks; nothing is kept until the first access."""

    def __init__(self) -> None:
        self.is_on = False
        self.data: dict[int, Datum] = {}
        self._clocks: dict[int, Clock] = {}
        self._known: dict[int, Clock] = {}  # by resource: what those knew who gave it back

    def datum(self, resource: Resource) -> Datum:
        """Give what is known of a datum."""
        known = self.data.get(resource.id)
        if known is None:
            known = self.data[resource.id] = Datum()
            self.is_on = True
        return known

    def clock(self, worker: int) -> Clock:
        """Give a worker's clock."""
        clock = self._clocks.get(worker)
        if clock is None:
            clock = self._clocks[worker] = {worker: 1}
        return clock

    def step(self, worker: int) -> int:
        """Tell how many steps a worker has made."""
        return self.clock(worker)[worker]

    def knows(self, worker: int, other: int, step: int) -> bool:
        """Tell whether what another did in a step came before what the worker does now."""
        return self.clock(worker).get(other, 0) >= step

    def cause(self, source: int, target: int) -> None:
        """Let the target know what the source knows."""
        if source and target and source != target:
            _join(self.clock(target), self.clock(source))
            self.clock(source)[source] += 1

    def follow(self, world: World, event: Event) -> None:
        """Let an event that is about a resource, or a start or an end, pass on what is known."""
        kind = event.kind
        if kind in SILENT:
            return
        if event.target and kind is Kind.START:
            self.cause(event.worker, self.runner(world, event.target))
        elif event.target and kind in (Kind.WAIT_END, Kind.REAP):
            self.cause(self.runner(world, event.target), event.worker)
        if not event.resource:
            return
        clock, known = self.clock(event.worker), self._known.setdefault(event.resource, {})
        _join(clock, known)
        _join(known, clock)
        clock[event.worker] += 1

    @staticmethod
    def runner(world: World, worker: int) -> int:
        """Give the thread that runs a process' program; any other worker is its own. (A main thread is entered right after its process.)"""
        facts = world.tables.workers.get(worker)
        return worker + 1 if facts is not None and facts.kind is WorkerKind.PROCESS else worker


def _join(clock: Clock, other: Clock) -> None:
    for worker, step in other.items():
        if clock.get(worker, 0) < step:
            clock[worker] = step
