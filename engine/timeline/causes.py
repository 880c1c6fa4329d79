"""Who started whom: the edge is drawn when both ends are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import EdgeKind, Event
from engine.timeline.workers import Contender, Process, Thread
from engine.wire import Edge

if TYPE_CHECKING:
    from engine.timeline.resources import Wait
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


def expect(world: World, starter: Contender, process: Process, time: int) -> None:
    """Note which process somebody has started who waits until it runs its program (subprocess.Popen does)."""
    wait = _for_start(starter)
    if wait is not None and wait.starting != process.id:
        wait.starting = process.id
        world.refresh(starter, time)


def executed(world: World, thread: Thread, event: Event) -> None:
    """KERNEL_COMM: a process runs another program now; who waited for that may go on."""
    starter = world.threads.get(thread.process.parent)
    wait = _for_start(starter) if starter is not None else None
    if starter is None or wait is None or wait.starting != thread.process.id or wait.available:
        return
    # The kernel lets the starter go a moment before it says so.
    wait.available, wait.waker, wait.ready_at = True, thread.id, event.time if starter.cpu < 0 else max(wait.since, starter.since)
    world.refresh(starter, event.time)


def _for_start(starter: Contender) -> Wait | None:
    wait = starter.waits[-1] if starter.waits else None
    return wait if wait is not None and wait.starting is not None else None
