"""Lives of processes and threads: who starts whom, who ends and how (strands.py: those of strands)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import EdgeKind, Event, Start
from engine.timeline import gil, presence
from engine.timeline.causes import expect, flush_start, start_edge
from engine.timeline.holding import disown
from engine.timeline.noticed import locks_held, note_cut_off, note_fork
from engine.timeline.strands import end_strands_of
from engine.timeline.strands import lost as lose_strands
from engine.timeline.waits import drop_all, wake_joiners
from engine.timeline.workers import GONE, Process, Strand, Thread, signal_name
from engine.wire import Edge

if TYPE_CHECKING:
    from engine.timeline.world import World

START_PATIENCE_NS = 100_000_000  # a fork that the probe does not explain within this time is shown as it is


def start(world: World, thread: Thread, event: Event) -> Event:
    """START: somebody starts a thread, a process or a strand."""
    target = world.worker(event.target, event.time)
    starter = event.worker if isinstance(target, Strand) else thread.id
    if target.parent != starter:
        target.parent = starter
        world.tables.changed_workers.add(target.id)
    if isinstance(target, Process):
        first = target.started
        start_edge(world, target, (event.time if first is None else min(event.time, first), event.worker, event.location))
        target.start_location = event.location
        expect(world, thread, target, event.time)
        if target.facts.start_method == "fork":
            note_fork(world, thread, target, event)
    elif isinstance(target, Thread):
        target.origin = event.location
        if event.value != Start.BARE:  # nobody waits for one that says nothing of itself
            target.is_python = True
            thread.awaits = target
        gil.begin(world, target.process, event.time)
        start_edge(world, target, (event.time, event.worker, event.location))
    elif isinstance(target, Strand):
        start_edge(world, target, (event.time, event.worker, event.location))
    return event


def flush_unexplained(world: World, now: int) -> None:
    """Draw the start edges of processes that no probe told about (os.system, a C library)."""
    for process in [p for p in world.unexplained.values() if now - p.began > START_PATIENCE_NS]:
        flush_start(world, process)


def begin_process(world: World, thread: Thread, event: Event) -> Event:
    """PROCESS_BEGIN: a probe is in the process now. If one was before, the process runs another program, and what it held is no more."""
    process = thread.process
    for resource in [one for other in process.threads for one in other.held if process.has_probe and one.facts.process]:
        disown(resource, event.time)
    process.has_probe = True
    begin_thread(world, thread, event.time)
    return event


def begin_thread(world: World, thread: Thread, time: int) -> None:
    """Note that a thread, and its process, have begun."""
    if thread.started is not None:
        return
    thread.started = time
    process = thread.process
    if process.started is None:
        process.started = time
        if process.id not in world.unexplained:
            flush_start(world, process)
    world.refresh(thread, time)
    flush_start(world, thread)
    world.tables.changed_workers.update((thread.id, process.id))


def thread_begin(world: World, thread: Thread, event: Event) -> Event:
    """THREAD_BEGIN: its run() begins."""
    thread.is_python = True
    begin_thread(world, thread, event.time)
    starter = world.threads.get(thread.parent)
    if starter is not None and starter.awaits is thread:
        starter.awaits = None
        world.refresh(starter, event.time)
    return event


def thread_end(world: World, thread: Thread, event: Event) -> Event:
    """THREAD_END: its run() is done. (A main thread then still has the interpreter to close, and ends with its process.)

    Where the kernel tells, the thread lives on until its exit, for it still runs; but who joins it may go on.
    """
    if thread.is_main or thread.ended is not None:
        return event
    if world.kernel != "measured" or not thread.is_measured or world.has_lost_switches:
        end_thread(world, thread, event.time)
        return event
    thread.done_at = event.time
    drop_all(world, thread, event.time)
    world.refresh(thread, event.time)
    wake_joiners(world, thread, event.time)
    return event


def kernel_fork(world: World, thread: Thread, event: Event) -> None:
    """KERNEL_FORK: the kernel made a thread; it is ready from now on."""
    target = world.worker(event.target, event.time, parent=thread.id)
    if not isinstance(target, Thread) or target.ended is not None:
        return
    process = target.process
    if process is not thread.process and process.started is None:
        process.parent = thread.id
        process.start_event = process.start_event or (event.time, thread.id, 0)
        world.unexplained[process.id] = process
        if target.is_main and world.kernel == "measured":
            process.forked_with = locks_held(thread.process)
        target.parent = process.id
        expect(world, thread, process, event.time)
    if world.sharing.is_on:  # the START of a process may come when its child is long under way
        world.sharing.cause(event.worker, target.id)
    target.is_measured = world.kernel == "measured"
    begin_thread(world, target, event.time)


def kernel_exit(world: World, thread: Thread, event: Event) -> None:
    """KERNEL_EXIT: the thread is gone, and with its last thread the process."""
    process = thread.process
    thread.cpu = -1
    process.on_cpu.pop(thread.id, None)
    is_orderly = process.is_leaving if thread.is_main else thread.done_at is not None or not thread.is_python
    end_thread(world, thread, event.time, cut=process.has_probe and not is_orderly)
    if all(other.ended is not None for other in process.threads) and process.threads:
        end_process(world, process, event.time)


def end_thread(world: World, thread: Thread, time: int, *, cut: bool = False) -> None:
    """Note that a thread has ended; `cut` if by force."""
    if thread.ended is not None:
        return
    if thread.started is None:
        thread.started = time
    drop_all(world, thread, time)
    end_strands_of(world, thread, time, cut=cut and thread.done_at is None)
    thread.ended = time
    thread.cut = cut and thread.done_at is None
    process = thread.process
    process.on_cpu.pop(thread.id, None)
    if process.runner is thread:
        gil.note_runner(world, process, gil.next_runner(process), time)
    world.set_span(thread, time, GONE)
    world.threads.pop(thread.id, None)
    world.tables.changed_workers.add(thread.id)
    if thread.done_at is None:
        thread.done_at = time
        wake_joiners(world, thread, time)


def end_process(world: World, process: Process, time: int) -> None:
    """Note that a process has ended, and all its threads."""
    if process.ended is not None:
        return
    for thread in process.threads:
        end_thread(world, thread, time, cut=not process.is_leaving or not thread.is_main)
    if process.started is None:
        process.started = time
    flush_start(world, process)
    process.ended = time
    world.set_span(process, time, GONE)
    world.tables.changed_workers.add(process.id)
    wake_joiners(world, process, time)


def process_end(world: World, thread: Thread, event: Event) -> Event:
    """PROCESS_END: the interpreter is leaving in an orderly way."""
    process = thread.process
    process.is_leaving = True
    note_cut_off(world, process, thread, event.time)
    if process.exit is None:
        process.exit = event.value
    if not thread.is_measured and world.kernel != "measured":
        end_process(world, process, event.time)
    return event


def reap(world: World, thread: Thread, event: Event) -> Event:
    """REAP: a parent learned how its child ended."""
    target = world.worker(event.target, event.time)
    if isinstance(target, Process):
        target.reaped_at = event.time
        exited(world, target, event.value, event.time)
    return event


def exited(world: World, process: Process, code: int, time: int) -> None:
    """Note a process' exit code."""
    if process.exit == code and process.ended is not None and code < 0:
        return
    process.exit = code
    process.signal = signal_name(-code) if code < 0 else None
    if code < 0:
        process.cut = True
    world.tables.changed_workers.add(process.id)
    end_process(world, process, time)
    if code < 0 and (process.ended or time) < world.stopped_at and process not in world.killed:
        world.killed.append(process)


def signalled(world: World, thread: Thread, event: Event) -> Event:
    """SIGNAL: the thread sends a signal to a process."""
    target = world.worker(event.target, event.time)
    if isinstance(target, Process):
        target.signals.append(event)
        if target.facts.daemon and not event.location:  # no line of the program's: multiprocessing ends the daemons as their parent leaves
            note_cut_off(world, target, thread, event.time)
    world.add_edge(Edge(event.time, event.time, EdgeKind.SIGNAL, thread.id, target.id, 0, event.location))
    return event


def exception(world: World, thread: Thread, event: Event) -> Event:
    """EXCEPTION: nobody caught it, it ends this thread, or a greenlet of it."""
    worker = world.worker(event.target, event.time) if event.target else thread
    world.exceptions.append((event.time, worker, event.text, event.location))
    presence.raised(world, event.target or event.worker, event.location)
    return event


def handles(world: World, thread: Thread, event: Event) -> Event:
    """HANDLE: a process handles a signal itself (and so do the children that it forks)."""
    world.has_handlers = True
    return event


def named(world: World, thread: Thread, event: Event) -> Event:
    """NAME: a worker's name changed (the collector wrote it into the tables)."""
    world.tables.changed_workers.add(event.target or event.worker)
    return event


def lost(world: World, thread: Thread, event: Event) -> Event:
    """LOST: records of this thread are missing, so what it waits for and holds is not known any more."""
    drop_all(world, thread, event.time)
    lose_strands(world, thread, event.time)
    thread.permits.clear()
    for resource in list(thread.held):
        disown(resource, event.time)
    world.refresh(thread, event.time)
    return event


def cut_off(world: World, time: int) -> None:
    """End everybody who lives: recording stopped here."""
    for worker in list(world.workers.values()):
        if isinstance(worker, Process) and worker.ended is None:
            worker.cut = True
            end_process(world, worker, time)
