"""Steps: how long a task keeps its event loop without a break, with what, and whom it keeps waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from engine.events import Reason, State, WorkerKind
from engine.timeline.summary import state_sums

if TYPE_CHECKING:
    from engine.timeline.resources import Wait
    from engine.timeline.workers import Strand, Thread
    from engine.timeline.world import World

# asyncio's own debug mode warns of callbacks that take longer (`loop.slow_callback_duration`): its authors' word for what is slow.
LONG_NS: Final = 100_000_000
KEPT_NS: Final = 20_000_000  # who was ready for less than this noticed little
READY, RUNNING, BLOCKED = State.READY, State.RUNNING, State.BLOCKED


class LongStep(NamedTuple):
    """A step that kept the loop for long. `kept` are those whose turn it would have been, with how long they waited, the longest first."""

    thread: int
    strand: int
    began: int
    ended: int  # or as far as is known
    running_ns: int
    blocked_ns: int
    reason: Reason  # of the longest wait in it
    location: int  # of that wait
    resource: int
    first: int  # the line that the task went on from
    last: int  # and the one where it let go
    kept: list[tuple[int, int]]
    is_over: bool


def begin(thread: Thread, strand: Strand, time: int) -> None:
    """Note that a thread begins a step of a strand."""
    if strand.facts.kind is not WorkerKind.TASK:
        return
    thread.step_began = time
    thread.step_sums = state_sums(thread, time)
    thread.step_from = strand.waits[-1].location if strand.waits else 0
    thread.step_wait = None


def end(world: World, thread: Thread, strand: Strand, time: int) -> None:
    """Note that the step is over."""
    if strand.facts.kind is not WorkerKind.TASK:
        return
    duration = time - thread.step_began
    if duration > thread.longest_step[0]:
        thread.longest_step = (duration, strand.id, thread.step_began)
        world.tables.changed_workers.add(thread.id)
    if duration >= LONG_NS:
        found = measure(world, thread, strand, time, is_over=True)
        if found is not None:
            world.long_steps.append(found)


def under_way(world: World) -> list[LongStep]:
    """Find the steps that have not ended and last long already."""
    found = [
        measure(world, thread, strand, world.now, is_over=False)
        for thread in world.threads.values()
        if (strand := thread.strand) is not None and strand.facts.kind is WorkerKind.TASK and world.now - thread.step_began >= 2 * LONG_NS
    ]
    return [step for step in found if step is not None]


def measure(world: World, thread: Thread, strand: Strand, time: int, *, is_over: bool) -> LongStep | None:
    """Tell what a step consisted of; None if a busy machine made it long, or if nobody waited for it to end."""
    sums = state_sums(thread, time)
    spent = {key: duration - thread.step_sums.get(key, 0) for key, duration in sums.items()}
    running = sum(duration for key, duration in spent.items() if key >> 5 == RUNNING)
    blocked = sum(duration for key, duration in spent.items() if key >> 5 == BLOCKED)
    kept = _kept(thread, strand, time)
    if running + blocked < LONG_NS or not kept:
        return None
    wait = _longest_wait(thread, time)
    return LongStep(
        thread=thread.id,
        strand=strand.id,
        began=thread.step_began,
        ended=time,
        running_ns=running,
        blocked_ns=blocked,
        reason=wait.reason if wait is not None else Reason.UNKNOWN,
        location=wait.location if wait is not None else 0,
        resource=wait.resource.id if wait is not None and wait.resource is not None else 0,
        first=thread.step_from,
        last=strand.waits[-1].location if is_over and strand.waits else 0,
        kept=kept,
        is_over=is_over,
    )


def _kept(thread: Thread, strand: Strand, time: int) -> list[tuple[int, int]]:
    ready = [other for other in thread.strands if other is not strand and other.span[0] is READY and other.span[1] is Reason.LOOP]
    waited = [(other.id, time - max(other.since, thread.step_began)) for other in ready]
    return sorted((row for row in waited if row[1] >= KEPT_NS), key=lambda row: -row[1])


def _longest_wait(thread: Thread, time: int) -> Wait | None:
    before = thread.step_wait
    if thread.waits and (before is None or time - thread.waits[0].since > before[0]):
        return thread.waits[0]
    return before[1] if before is not None else None
