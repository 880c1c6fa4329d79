"""Who started whom: the edge is drawn when both ends are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import EdgeKind
from engine.wire import Edge

if TYPE_CHECKING:
    from engine.timeline.workers import Contender, Process
    from engine.timeline.world import World


def start_edge(world: World, target: Process | Contender, cause: tuple[int, int, int]) -> None:
    """Note a start (time, starter, location); the explained cause replaces the bare one of the kernel."""
    if target.start_event is not None and target.start_event[0] < cause[0]:
        cause = (target.start_event[0], cause[1], cause[2])
    target.start_event = cause
    if target.started is not None:
        flush_start(world, target)


def flush_start(world: World, target: Process | Contender) -> None:
    """Draw the edge if the start is known and the target has begun."""
    if target.start_event is None or target.started is None:
        return
    time, starter, location = target.start_event
    target.start_event = None
    world.unexplained.pop(target.id, None)
    world.add_edge(Edge(time, max(time, target.started), EdgeKind.START, starter, target.id, 0, location))
