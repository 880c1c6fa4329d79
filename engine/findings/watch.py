"""Looks for findings while the program runs, opens them, and closes them when they resolve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from engine.findings.convoy import Convoys
from engine.findings.cpu_share import CpuShares
from engine.findings.cut_off import CutOffs
from engine.findings.deadlock import find_deadlocks
from engine.findings.ended import amend
from engine.findings.exceptions import explain_exception
from engine.findings.feeder_hang import find_feeder_hangs
from engine.findings.fork_lock import ForksWithLocks, find_fork_hangs
from engine.findings.gil_share import GilShares
from engine.findings.held_wait import HeldWaits
from engine.findings.join_hang import find_join_hangs
from engine.findings.killed import explain_killed
from engine.findings.knots import find_knot
from engine.findings.lineage import Orphans, Zombies
from engine.findings.loop_blocked import explain_long_step
from engine.findings.lost import explain_lost
from engine.findings.lost_wakeup import MissedWakeups, find_lost_wakeups
from engine.findings.missing_sentinel import find_missing_sentinels
from engine.findings.pool_deadlock import find_pool_deadlocks
from engine.findings.presence import OutdatedTests
from engine.findings.races import Races
from engine.findings.releases import ForeignReleases, OverReleases
from engine.findings.shut_out import ShutOut
from engine.findings.standstill import standing_since
from engine.findings.starvation import Starvation
from engine.findings.tasks import explain_trouble
from engine.findings.unasked import UnaskedExceptions
from engine.timeline.steps import under_way
from engine.timeline.workers import Strand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.findings.finding import Finding
    from engine.timeline.noticed import Noticed
    from engine.timeline.world import World

LOOK_EVERY_NS: Final = 100_000_000
LIVE_KINDS: Final = frozenset(
    {"deadlock", "join-hang", "pool-deadlock", "missing-sentinel", "feeder-hang", "lost-wakeup", "fork-with-lock-held"}
)
OF_KNOTS: Final = (find_deadlocks, find_join_hangs, find_missing_sentinels, find_feeder_hangs, find_lost_wakeups, find_fork_hangs)
MOST: Final = 1000  # findings of a run; a program may raise in a thousand threads


class Lookout(Protocol):
    """Who looks for one kind of finding, or a family, that no knot is needed for."""

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterable[Finding]:
        """Tell what is new; a finding of the same key as an earlier one takes its place. `noticed` is what the fold noted since."""


def lookouts() -> list[Lookout]:
    """Make one of each kind."""
    return [
        ForeignReleases(),
        OverReleases(),
        HeldWaits(),
        Starvation(),
        ShutOut(),
        GilShares(),
        CpuShares(),
        Convoys(),
        MissedWakeups(),
        ForksWithLocks(),
        Orphans(),
        Zombies(),
        CutOffs(),
        Races(),
        OutdatedTests(),
        UnaskedExceptions(),
    ]


class Watch:
    """The findings of one run."""

    def __init__(self) -> None:
        self.lost_count = 0
        self.standing_since: int | None = None
        self._findings: dict[tuple[Any, ...], Finding] = {}
        self._news: dict[int, Finding] = {}
        self._looked_at = 0
        self._lookouts = lookouts()

    def look(self, world: World) -> None:
        """Look for news; for what takes work, ten times a second."""
        for time, worker, text, location in world.exceptions:
            self._tell(explain_exception(world, time, worker, text, location))
        world.exceptions.clear()
        for process in world.killed:
            finding = explain_killed(world, process)
            if finding is not None:
                self._tell(finding)
        world.killed.clear()
        for trouble in world.troubles:
            self._tell(explain_trouble(world, trouble))
        world.troubles.clear()
        for step in world.long_steps:
            self._tell_longer(explain_long_step(world, step))
        world.long_steps.clear()
        if world.now - self._looked_at >= LOOK_EVERY_NS:
            self._looked_at = world.now
            for step in under_way(world):
                self._tell_longer(explain_long_step(world, step))
            self._look_for_knots(world)
            self._look_around(world, is_last=False)

    def _look_around(self, world: World, *, is_last: bool) -> None:
        noticed, world.noticed = world.noticed, []
        for lookout in self._lookouts:
            for finding in lookout.look(world, noticed, is_last=is_last):
                self._tell(finding)

    def _look_for_knots(self, world: World) -> None:
        whole = find_knot(world)
        full, knot = find_pool_deadlocks(world, whole) if whole else ([], whole)
        found = [*full, *(finding for find in OF_KNOTS for finding in find(world, knot))] if knot else full
        for finding in found:
            self._tell(finding)
        keys = {finding.key for finding in found}
        for key, finding in self._findings.items():
            if finding.is_open and finding.kind in LIVE_KINDS and key not in keys and not _was_cut(world, finding):
                finding.is_open = False
                self._news[finding.id] = finding
        self._amend(world)
        self.standing_since = standing_since(world, whole, self._findings.values()) if whole else None

    def _amend(self, world: World) -> None:
        """Say of what stood for ever who ended it after all."""
        for finding in self._findings.values():
            if finding.is_open and finding.kind in LIVE_KINDS and amend(world, finding):
                self._news[finding.id] = finding

    def _tell(self, finding: Finding) -> None:
        """Tell a finding, or what has become of one told before; what lasts in a knot is told once."""
        earlier = self._findings.get(finding.key)
        if earlier is None:
            if len(self._findings) < MOST:
                finding.id = len(self._findings) + 1
                self._findings[finding.key] = self._news[finding.id] = finding
        elif finding.kind not in LIVE_KINDS:
            finding.id, finding.at, finding.since = earlier.id, earlier.at, earlier.since
            self._findings[finding.key] = self._news[finding.id] = finding

    def _tell_longer(self, finding: Finding) -> None:
        """Tell of a step that kept a loop; of several with the same cause the longest."""
        known = self._findings.get(finding.key)
        if known is None:
            self._tell(finding)
        elif finding.since == known.since or finding.parameters["ms"] > known.parameters["ms"]:
            finding.id = known.id
            self._findings[finding.key] = self._news[finding.id] = finding

    def lost(self, count: int, time_ns: int) -> None:
        """Note how many records are lost in all."""
        if count <= self.lost_count:
            return
        self.lost_count = count
        finding = explain_lost(count, time_ns)
        earlier = self._findings.get(finding.key)
        if earlier is None:
            self._tell(finding)
        else:
            earlier.message, earlier.parameters = finding.message, finding.parameters
            self._news[earlier.id] = earlier

    def finish(self, world: World) -> None:
        """Tell what is left to tell; open findings stay open."""
        self._looked_at = world.now
        self.look(world)
        self._look_around(world, is_last=True)
        self._amend(world)

    def take(self) -> list[dict[str, Any]]:
        """Return new and changed findings."""
        news, self._news = self._news, {}
        return [finding.row() for finding in news.values()]

    def findings(self) -> list[dict[str, Any]]:
        """Return all findings of the run."""
        return [finding.row() for finding in self._findings.values()]


def _was_cut(world: World, finding: Finding) -> bool:
    """Tell whether who is in it ended by force, which resolves nothing."""
    workers = [world.workers[number] for number in finding.workers]
    return any(worker.cut or (isinstance(worker, Strand) and worker.is_cancelled) for worker in workers)
