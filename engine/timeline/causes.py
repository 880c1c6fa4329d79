"""Who started whom: the edge is drawn when both ends are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import EdgeKind, Event, State
from engine.wire import Edge

if TYPE_CHECKING:
    from engine.timeline.workers import Contender, Process, Thread
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


def expect(world: World, thread: Thread, process: Process, time: int) -> None:
    """Note which process a thread, or what runs in it, has started and now waits for until it runs its program (subprocess.Popen does)."""
    for starter in (thread, thread.strand):
        wait = starter.waits[-1] if starter is not None and starter.waits else None
        if starter is not None and wait is not None and wait.starting == 0:
            wait.starting = process.id
            world.refresh(starter, time)


def executed(world: World, thread: Thread, event: Event) -> None:
    """KERNEL_COMM: a process runs another program now; who waited for that may go on."""
    parent = world.threads.get(thread.process.parent)
    for starter in (parent, *parent.strands) if parent is not None else ():
        wait = starter.waits[-1] if starter.waits else None
        if wait is not None and wait.starting == thread.process.id and not wait.available:
            # The kernel lets the starter go a moment before it says so.
            since = max(wait.since, starter.since) if starter.span[0] is State.RUNNING else event.time
            wait.available, wait.waker, wait.ready_at = True, thread.id, since
            world.refresh(starter, event.time)
