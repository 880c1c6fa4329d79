"""From the rings and the kernel to a batch of news: the pure layers, fed on a time budget."""

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.clock import Clock, monotonic
from engine.collector import Collector
from engine.findings.watch import Watch
from engine.kernel.source import KernelSource
from engine.supervisor.end import Exit
from engine.supervisor.ranks import read_ranks
from engine.timeline import Batch, Timeline

if TYPE_CHECKING:
    from engine.events import Event

KERNEL_RECORDS = 2000  # decoded at a time
LEAST_NS = 1_000_000  # of a budget: some progress is always made
TURN = 256  # events fed between two looks at the clock


class Fold:
    """Knows how far the run is known. Times of `reached_ns` are ns since the run began."""

    def __init__(self, directory: Path, kernel: KernelSource, *, origin_ns: int, clock: Clock = monotonic) -> None:
        self._clock = clock
        self._kernel = kernel
        self._origin = origin_ns
        self._collector = Collector(directory, origin_ns=origin_ns)
        self._timeline = Timeline(self._collector.tables, kernel=kernel.name, watch=Watch())
        self._exits: deque[tuple[int, Exit]] = deque()
        self._events: deque[Event] = deque()  # collected and not fed yet: there was no time
        self._lost = 0
        self.reached_ns = 0

    @property
    def is_behind(self) -> bool:
        """Whether something is drained that is not folded yet."""
        return bool(self._events or self._collector.backlog or self._kernel.backlog)

    @property
    def is_filling(self) -> bool:
        """Whether the next drain is not to wait for the next tick."""
        return self._kernel.is_filling

    @property
    def event_count(self) -> int:
        """Events so far."""
        return self._timeline.event_count

    @property
    def standing_ns(self) -> int:
        """How long nobody of the program has been able to move any more, for certain."""
        return 0 if self.is_behind else self._timeline.standing_ns

    def program_started(self, pid: int, name: str, *, time_ns: int) -> None:
        """Announce the program's own process."""
        self._collector.program_started(pid, name, time_ns=time_ns)

    def process_exited(self, ended: Exit, *, time_ns: int) -> None:
        """Say how a process that we reaped has ended; told to the timeline when it gets there."""
        self._exits.append((time_ns - self._origin, ended))

    def present(self, pids: frozenset[int], *, time_ns: int) -> None:
        """Say which processes the system knows: the dead that nobody has reaped are among them."""
        self._timeline.present(pids, time_ns - self._origin)

    def look_at_ranks(self) -> None:
        """Read what ranks those threads have about whom a finding asks."""
        if asked := self._timeline.asked_ranks:
            self._timeline.ranked(read_ranks(asked))

    def stopping(self, *, time_ns: int) -> None:
        """Say that we end the program: who dies after this is no finding."""
        self._timeline.stopping(time_ns - self._origin)

    def drain(self, now_ns: int) -> None:
        """Empty the kernel's buffers and the rings; fast."""
        self._kernel.drain(now_ns)
        self._collector.drain()

    def drain_rest(self) -> None:
        """Empty the rings of the dead."""
        self._collector.drain_rest()

    def fold(self, drained_ns: int, *, budget_ns: int) -> Batch:
        """Fold for about `budget_ns` what was drained at `drained_ns`; return the news."""
        deadline = self._clock() + budget_ns
        self._take_kernel(self._clock() + budget_ns // 3)
        known = min(drained_ns, self._kernel.known_ns)
        self._feed(known, deadline, final=False)
        if not self._events and not self._collector.backlog:
            self._advance(max(self.reached_ns, self._collector.horizon_ns - self._origin))
        return self._timeline.take()

    def fold_rest(self, *, budget_ns: int) -> tuple[Batch, bool]:
        """Fold, when nothing more comes, for about `budget_ns`; return the news and whether more is left."""
        deadline = self._clock() + budget_ns
        if self._collector.is_full:
            self._collector.drain()
        self._take_kernel(self._clock() + budget_ns // 3)
        if self._kernel.backlog:
            self._feed(self._kernel.known_ns, deadline, final=False)
            return self._timeline.take(), True
        self._feed(self._clock(), deadline, final=True)
        return self._timeline.take(), bool(self._events or self._collector.backlog or self._collector.is_full)

    def finish(self, end_ns: int) -> tuple[Batch, dict[str, Any]]:
        """Close the timeline at `end_ns` (ns since the run began); return the last news and the summary."""
        end_ns = max(end_ns, self.reached_ns)
        self._advance(end_ns)
        self._timeline.finish(end_ns)
        self.reached_ns = end_ns
        return self._timeline.take(), self._timeline.summary()

    def counts(self) -> dict[str, int]:
        """The numbers of a STATUS frame."""
        timeline = self._timeline
        return {
            "now": self.reached_ns,
            "workers": timeline.live_worker_count,
            "events": timeline.event_count,
            "switches": timeline.switch_count,
            "dropped": self._collector.dropped_count,
        }

    def _take_kernel(self, deadline: int) -> None:
        while True:
            self._collector.add_kernel(self._kernel.take(KERNEL_RECORDS))
            if not self._kernel.backlog or self._clock() >= deadline:
                return

    def _feed(self, known_ns: int, deadline: int, *, final: bool) -> None:
        while self._feed_collected(deadline):
            budget = max(LEAST_NS, (deadline - self._clock()) // 2)
            self._events.extend(self._collector.take(known_ns, budget_ns=budget, final=final))
            if not self._events:
                break
        if (lost := self._collector.dropped_count) != self._lost:
            self._lost = lost
            self._timeline.lost(lost, self.reached_ns)

    def _feed_collected(self, deadline: int) -> bool:
        """Feed what is collected; False if there was no time for all of it, or is none for more."""
        events, exits, timeline = self._events, self._exits, self._timeline
        while events:
            for _ in range(min(TURN, len(events))):
                event = events.popleft()
                while exits and exits[0][0] <= event.time:
                    self._exit()
                timeline.feed(event)
            self.reached_ns = max(self.reached_ns, event.time)
            if self._clock() >= deadline:
                return False
        return True

    def _advance(self, time_ns: int) -> None:
        while self._exits and self._exits[0][0] <= time_ns:
            self._exit()
        self._timeline.advance(time_ns)
        self.reached_ns = time_ns

    def _exit(self) -> None:
        time_ns, ended = self._exits.popleft()
        self._timeline.process_exited(ended.pid, ended.code, time_ns)
