"""Strands: the tasks, greenlets and generators inside a thread. Who runs, whose turn will come, who ends.

A thread runs one strand at a time, or its own code (an event loop, a hub, whoever calls `next`). The strand that it runs does what the
thread does: it runs while the thread has a CPU, is ready while the thread waits for one or for the GIL, and is blocked while the
thread is, which is what happens to a task that calls `time.sleep`. The others are ready (loop) once somebody queued them, else blocked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import EdgeKind, Ending, Event, Flag, Kind, Reason, Turn
from engine.timeline import steps
from engine.timeline.causes import flush_start
from engine.timeline.holding import disown
from engine.timeline.waits import close, drop_all, match_wait, wake_joiners
from engine.timeline.workers import GONE, Contender, Strand
from engine.wire import Edge

if TYPE_CHECKING:
    from engine.timeline.workers import Thread
    from engine.timeline.world import World


BEGINS = frozenset({Kind.WAIT, Kind.CALL})


def contender(world: World, thread: Thread, event: Event) -> Contender:
    """Tell who an event is about: the strand that does it, or its thread, which runs it and blocks with it."""
    strand = world.strands.get(event.worker)
    if strand is None:
        return thread
    if event.kind in BEGINS and event.flags & Flag.STRAND:
        return strand
    if event.kind is Kind.WAIT_END:
        return strand if match_wait(strand, event.resource, event.target, event.reason) is not None else thread
    if not event.resource:
        return thread
    wait = match_wait(strand, event.resource, 0, Reason.IO)  # its own call, of which this is the outcome
    return strand if world.tables.resources[event.resource].is_for_strands or (wait is not None and wait.call) else thread


def step(world: World, thread: Thread, event: Event) -> None:
    """STEP: the thread runs that strand now (0: its own code)."""
    if thread.started is None or thread.ended is not None:
        return
    time = event.time
    before = thread.strand
    if before is not None:
        steps.end(world, thread, before, time)
    target = world.worker(event.target, time) if event.target else None
    thread.strand = target if isinstance(target, Strand) and target.ended is None else None
    if before is not None and before is not thread.strand:
        before.left_at = event.location
        if before.waits and before.waits[-1].call:
            before.waits[-1].has_left = True
        world.refresh(before, time)
    strand = thread.strand
    if strand is None:
        return
    if strand.thread is not thread:
        strand.thread.strands.discard(strand)
        strand.thread = thread
        thread.strands.add(strand)
    _begin(world, strand, time)
    strand.is_queued, strand.queued_by, strand.is_counted = False, 0, False
    strand.hand_overs += 1
    steps.begin(thread, strand, time)
    world.refresh(strand, time)


def counted(world: World, thread: Thread, event: Event) -> Event | None:
    """STEPS: so many hand-overs to that strand, which are not told one by one from now on."""
    strand = world.worker(event.target, event.time)
    if not isinstance(strand, Strand) or strand.ended is not None:
        return None
    is_new = not strand.is_counted
    strand.is_counted = True
    strand.is_untold = strand.is_untold or event.flags == Turn.UNTOLD
    strand.hand_overs += event.value
    _begin(world, strand, event.time)
    world.refresh(strand, event.time)
    world.tables.changed_workers.add(strand.id)
    return event if is_new else None


def _begin(world: World, strand: Strand, time: int) -> None:
    if strand.started is not None:
        return
    strand.started = time
    flush_start(world, strand)
    world.tables.changed_workers.add(strand.id)


def queued(world: World, thread: Thread, event: Event) -> Event | None:
    """QUEUED: that strand's turn will come, because of who says so."""
    strand = world.worker(event.target, event.time)
    if not isinstance(strand, Strand) or strand.ended is not None:
        return None
    is_new = strand.started is None
    _begin(world, strand, event.time)
    strand.is_queued = True
    wait = strand.waits[-1] if strand.waits else None
    if wait is not None and wait.waker:
        strand.queued_by = wait.waker
    elif event.worker != strand.id and not is_new:
        strand.queued_by = event.worker
        if wait is not None and wait.reason is not Reason.SLEEP:  # nobody but time wakes who sleeps
            wait.available, wait.ready_at, wait.waker = True, event.time, event.worker
    world.refresh(strand, event.time)
    return event if is_new else None


def ended(world: World, thread: Thread, event: Event) -> Event | None:
    """STRAND_END: it returned, raised, was cancelled or dropped."""
    strand = world.worker(event.target, event.time)
    if not isinstance(strand, Strand) or strand.ended is not None:
        return None
    strand.exit = 1 if event.flags == Ending.RAISED else 0
    strand.is_cancelled = event.flags == Ending.CANCELLED
    end_strand(world, strand, event.time, cut=event.flags == Ending.DROPPED)
    return event._replace(worker=strand.id)


def end_strand(world: World, strand: Strand, time: int, *, cut: bool = False) -> None:
    """Note that a strand is over; `cut` if before its own end."""
    if strand.ended is not None:
        return
    if strand.thread.strand is strand:
        steps.end(world, strand.thread, strand, time)
        strand.thread.strand = None
    drop_all(world, strand, time)
    for resource in list(strand.held):
        if cut or strand.is_cancelled:
            disown(resource, time)
    strand.started = time if strand.started is None else strand.started
    strand.ended = strand.done_at = time
    strand.cut = cut
    world.set_span(strand, time, GONE)
    world.strands.pop(strand.id, None)
    strand.thread.strands.discard(strand)
    world.tables.changed_workers.add(strand.id)
    wake_joiners(world, strand, time)


def end_strands_of(world: World, thread: Thread, time: int, *, cut: bool) -> None:
    """Cut off the strands of a thread that has gone; the one that it ran last ended with it, `cut` or not."""
    last = thread.strand
    for strand in list(thread.strands):
        end_strand(world, strand, time, cut=cut or strand is not last)


def cancel(world: World, thread: Thread, event: Event) -> Event:
    """CANCEL: somebody asks a strand to end."""
    target = world.workers.get(event.target)
    if isinstance(target, Strand):
        target.cancelled_by = target.cancelled_by or event.worker
    if event.target:
        world.add_edge(Edge(event.time, event.time, EdgeKind.SIGNAL, event.worker, event.target, 0, event.location))
    return event


def also(world: World, thread: Thread, event: Event) -> None:
    """ALSO: the wait of the strand that runs is for that one too."""
    strand = thread.strand
    if strand is not None and strand.waits and isinstance(world.worker(event.target, event.time), Strand):
        strand.waits[-1].also.append(event.target)
        strand.waits[-1].count = event.value


def noted(world: World, thread: Thread, event: Event) -> Event:
    """UNAWAITED: a coroutine was dropped that nobody ever awaited. FOREIGN_LOOP: the loop is not the library's."""
    world.troubles.append(event)
    return event


def forsaken(world: World, thread: Thread, event: Event) -> Event | None:
    """FORSAKEN: something is wrong with a task."""
    if not isinstance(world.worker(event.target, event.time), Strand):
        return None
    world.troubles.append(event)
    return event


def lost(world: World, thread: Thread, time: int) -> None:
    """Forget which strand a thread runs, and what its strands wait for: records are missing."""
    strand, thread.strand = thread.strand, None
    for other in thread.strands:
        if other.waits:
            close(world, other, other.waits[0], time, succeeded=False)
        other.is_queued = False
    if strand is not None:
        world.refresh(strand, time)
