"""What the kernel says: who got a CPU, who lost it and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import Event, Flag, Reason, State
from engine.timeline import calls, gil
from engine.timeline.lives import begin_thread, end_thread
from engine.timeline.waits import woke
from engine.wire import NO_CPU

if TYPE_CHECKING:
    from engine.timeline.workers import Thread
    from engine.timeline.world import World

READY, RUNNING, CPU = State.READY, State.RUNNING, Reason.CPU
PREEMPTED = int(Flag.PREEMPTED)
RUNNABLE = ord("R")


def switch_in(world: World, thread: Thread, event: Event) -> None:
    """SWITCH_IN: the thread is on a CPU."""
    if thread.ended is not None:
        return
    time = event.time
    if thread.is_preempted and thread.cpu < 0:
        world.latency = max(time - thread.since, world.latency * 7 // 8)
    elif thread.span[0] is READY:
        gil.correct(world, thread, time)
    if thread.span[0] is READY and thread.span[1] is CPU:
        thread.process.delay_ns += time - thread.since
    was_preempted, thread.is_preempted = thread.is_preempted, False
    thread.is_measured = True
    thread.cpu = event.value if 0 <= event.value < NO_CPU else NO_CPU
    if thread.started is None:
        begin_thread(world, thread, time)
    process = thread.process
    process.on_cpu[thread.id] = thread
    wait = thread.waits[-1] if thread.waits else None
    if wait is not None:
        if wait.is_unnamed:
            wait.available = wait.available or not was_preempted  # nobody tells when it came: then, since the kernel woke the thread
            if wait.call and not was_preempted:
                calls.came_back(world, thread, wait, time)
        elif not wait.available:
            woke(world, thread, time)
        wait.has_run = wait.available
    if process.runner is None and (wait is None or wait.available):
        gil.note_runner(world, process, thread, time)
    world.refresh(thread, time)


def switch_out(world: World, thread: Thread, event: Event) -> None:
    """SWITCH_OUT: the thread has no CPU any more."""
    if thread.ended is not None:
        return
    process = thread.process
    process.on_cpu.pop(thread.id, None)
    if thread.cpu >= 0 and thread.span[0] is RUNNING:
        thread.on_cpus[thread.cpu] = thread.on_cpus.get(thread.cpu, 0) + event.time - thread.since
    thread.cpu = -1
    thread.is_measured = True
    thread.is_preempted = bool(event.flags & PREEMPTED)
    if thread.started is None:
        begin_thread(world, thread, event.time)
    if thread.waits and thread.waits[-1].call and not thread.is_preempted:
        calls.went_away(world, thread, thread.waits[-1], event.time)
    if process.runner is thread and not thread.is_preempted:
        gil.note_runner(world, process, gil.next_runner(process), event.time)
    world.refresh(thread, event.time)


def sample(world: World, thread: Thread, event: Event) -> None:
    """SAMPLE: the letter of /proc/PID/stat says whether the thread is runnable."""
    if thread.ended is not None:
        return
    if thread.started is None:
        begin_thread(world, thread, event.time)
    is_off = event.flags != RUNNABLE
    if is_off != thread.is_sampled_off:
        thread.is_sampled_off = is_off
        world.refresh(thread, event.time)


def kernel_lost(world: World, thread: Thread, event: Event) -> None:
    """KERNEL_LOST: from now on a thread may be on a CPU, or gone, without our knowing."""
    world.has_lost_switches = True
    for other in [other for other in world.threads.values() if other.done_at is not None]:
        end_thread(world, other, event.time)


def note_probe_record(world: World, thread: Thread, time: int) -> None:
    """A record by the thread itself: it is on a CPU and has the GIL."""
    process = thread.process
    if thread.ended is not None:
        return
    if thread.is_measured:
        if thread.cpu < 0 and world.has_lost_switches:
            thread.cpu = NO_CPU
            thread.is_preempted = False
            world.refresh(thread, time)
        if process.runner is not thread:
            gil.note_runner(world, process, thread, time)
    elif thread.is_sampled_off:
        thread.is_sampled_off = False
        world.refresh(thread, time)
