"""Who has the GIL, inferred: a thread that writes a record has it, one that leaves its CPU of its own will gave it up.

A preempted thread keeps it. Between the two, the thread that got a CPU while nobody had the GIL has it now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import Event, Flag, Kind, Reason, ResourceKind
from engine.timeline.world import BLOCKED, READY, WAKE_PATIENCE_NS, World
from engine.wire import NO_CPU

if TYPE_CHECKING:
    from engine.timeline.resources import Resource
    from engine.timeline.workers import Process, Thread

HANDOVER_NS = 300_000  # between who gives the GIL up and who gets it; who left its CPU longer before the next one ran did not wait for it


def note_runner(world: World, process: Process, thread: Thread | None, time: int) -> None:
    """Note that from now on this thread has its process' GIL (None: nobody)."""
    before = process.runner
    process.runner = thread
    if thread is None:
        process.freed_at = time if before is not None else process.freed_at
    elif before is None:
        process.last_free = (process.freed_at, time) if time - process.freed_at > HANDOVER_NS else process.last_free
    if process.undecided and thread is not None:
        _decide(world, process, thread, time)
    if len(process.threads) < 2 or not process.has_probe:
        return
    gil = process.gil or _make(world, process, time)
    if before is not None and gil.owner is before:
        gil.owner = None
        gil.hold_ns += time - gil.held_since
        world.batch.events.append(Event(time, Kind.RELEASE, before.id, gil.id, flags=Flag.INFERRED))
    if thread is not None:
        _take(world, gil, thread, time)


def begin(world: World, process: Process, time: int) -> None:
    """Show the process' GIL from now on, since it has a second thread."""
    if process.gil is None and len(process.threads) > 1 and process.runner is not None and process.has_probe:
        _take(world, _make(world, process, time), process.runner, time)


def _take(world: World, gil: Resource, thread: Thread, time: int) -> None:
    gil.owner, gil.held_since = thread, time
    gil.acquisitions += 1
    thread.turns += 1
    world.batch.events.append(Event(time, Kind.ACQUIRE, thread.id, gil.id, value=1, flags=Flag.INFERRED))


def _make(world: World, process: Process, time: int) -> Resource:
    facts = world.tables.add_resource(ResourceKind.GIL, "GIL", process=process.id)
    process.gil = world.resource(facts.id, time)
    return process.gil


def _decide(world: World, process: Process, runner: Thread, time: int) -> None:
    """Threads that went off their CPU a moment ago for no known reason waited for the GIL, since another has it now."""
    for thread in process.undecided:
        span = thread.span
        if thread is runner or span[0] is not BLOCKED or span[1] is not Reason.UNKNOWN or thread.ended is not None:
            continue
        if time - thread.since <= HANDOVER_NS + 2 * world.latency:
            world.set_span(thread, thread.since, (READY, Reason.GIL, span[2], NO_CPU, 0, 0, runner.id, 0))
    process.undecided.clear()


def correct(world: World, thread: Thread, time: int) -> None:
    """Take back that a thread is ready when it has been off its CPU for too long to be."""
    span = thread.span
    if span[0] is not READY or thread.cpu >= 0 or not (thread.is_sampled_off or (thread.is_measured and not thread.is_preempted)):
        return
    away = time - thread.since
    if not thread.waits:
        if span[1] is Reason.GIL and (away > world.patience or _was_free(world, thread, time)):
            world.set_span(thread, thread.since, (BLOCKED, Reason.UNKNOWN, span[2], NO_CPU, 0, 0, 0, 0))
        return
    wait = thread.waits[-1]
    if wait.is_unnamed and away > world.patience:
        wait.available = wait.has_run = False
        world.refresh(thread, thread.since)
    elif not wait.has_run and wait.due < 0 and away > WAKE_PATIENCE_NS + 2 * world.latency:
        wait.available, wait.waker = False, 0
        world.refresh(thread, thread.since)


def _was_free(world: World, thread: Thread, time: int) -> bool:
    """Tell whether nobody had the GIL for a while though this thread was off its CPU: then it did not wait for it."""
    process = thread.process
    begin, end = process.last_free if process.runner is not None else (process.freed_at, time)
    return thread.is_measured and end - max(begin, thread.since) > HANDOVER_NS + 2 * world.latency


def next_runner(process: Process) -> Thread | None:
    """Guess who takes the GIL that is free now: whoever is on a CPU and not about to block, the latest first."""
    for thread in reversed(process.on_cpu.values()):
        if not thread.waits or thread.waits[-1].available:
            return thread
    return None
