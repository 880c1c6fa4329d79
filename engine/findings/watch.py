"""Looks for findings while the program runs, opens them, and closes them when they resolve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.findings.deadlock import find_deadlocks
from engine.findings.exceptions import explain_exception
from engine.findings.join_hang import find_join_hangs
from engine.findings.killed import explain_killed
from engine.findings.knots import find_knot
from engine.findings.lost import explain_lost

if TYPE_CHECKING:
    from engine.findings.finding import Finding
    from engine.timeline.world import World

LOOK_EVERY_NS: Final = 100_000_000
LIVE_KINDS: Final = frozenset({"deadlock", "join-hang"})
MOST: Final = 1000  # findings of a run; a program may raise in a thousand threads


class Watch:
    """The findings of one run."""

    def __init__(self) -> None:
        self.lost_count = 0
        self._findings: dict[tuple[Any, ...], Finding] = {}
        self._news: dict[int, Finding] = {}
        self._looked_at = 0

    def look(self, world: World) -> None:
        """Look for news; for what takes work, ten times a second."""
        for time, thread, text, location in world.exceptions:
            self._tell(explain_exception(world, time, thread, text, location))
        world.exceptions.clear()
        for process in world.killed:
            self._tell(explain_killed(world, process))
        world.killed.clear()
        if world.now - self._looked_at >= LOOK_EVERY_NS:
            self._looked_at = world.now
            self._look_for_knots(world)

    def _look_for_knots(self, world: World) -> None:
        knot = find_knot(world)
        found = [*find_deadlocks(world, knot), *find_join_hangs(world, knot)] if knot else []
        for finding in found:
            self._tell(finding)
        keys = {finding.key for finding in found}
        for key, finding in self._findings.items():
            if finding.is_open and finding.kind in LIVE_KINDS and key not in keys and not _was_cut(world, finding):
                finding.is_open = False
                self._news[finding.id] = finding

    def _tell(self, finding: Finding) -> None:
        if finding.key not in self._findings and len(self._findings) < MOST:
            finding.id = len(self._findings) + 1
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

    def take(self) -> list[dict[str, Any]]:
        """Return new and changed findings."""
        news, self._news = self._news, {}
        return [finding.row() for finding in news.values()]

    def findings(self) -> list[dict[str, Any]]:
        """Return all findings of the run."""
        return [finding.row() for finding in self._findings.values()]


def _was_cut(world: World, finding: Finding) -> bool:
    """Tell whether who is in it ended by force, which resolves nothing."""
    return any(world.workers[number].cut for number in finding.workers)
