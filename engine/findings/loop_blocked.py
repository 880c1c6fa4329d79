"""Loop-blocked: a task kept its event loop for long without an await, while others were ready for their turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import Reason
from engine.findings.finding import Finding

if TYPE_CHECKING:
    from engine.timeline.steps import LongStep
    from engine.timeline.world import World

MOST_NAMED = 3  # of those kept waiting
CALLS = {
    Reason.SLEEP: ("sleep", "slept in time.sleep{line}", "Use `await asyncio.sleep(...)` there."),
    Reason.LOCK: (
        "lock",
        "waited for {resource}, a lock of threads{line}",
        "Use an asyncio.Lock between tasks, or wait in a thread with `await asyncio.to_thread(...)`.",
    ),
    Reason.IO: ("io", "waited for input or output{line}", "Use an asyncio stream there, or call it with `await asyncio.to_thread(...)`."),
}
OTHER = ("call", "was inside a call that blocks{line}", "Call it with `await asyncio.to_thread(...)`, or use what asyncio has for it.")
COMPUTES = (
    "cpu",
    "computed{lines}",
    "Give long computations to a process pool, or let others go first now and then with `await asyncio.sleep(0)`.",
)


def explain_long_step(world: World, step: LongStep) -> Finding:
    """Tell who kept the loop, how long and with what, and who had to wait."""
    strand, thread = world.workers[step.strand], world.workers[step.thread]
    is_call = step.blocked_ns > step.running_ns
    what, words, advice = CALLS.get(step.reason, OTHER) if is_call else COMPUTES
    resource = world.resources[step.resource].facts.name if step.resource else ""
    line, first, last = (_line(world, number) for number in (step.location, step.first, step.last))
    lines = f" between line {first} and line {last}" if first and last and first != last else f" after line {first}" if first else ""
    doing = words.format(line=f" (line {line})" if line else "", lines=lines, resource=resource or "something")
    names = [world.label(world.workers[number]) for number, _ in step.kept]
    duration, longest = round((step.ended - step.began) / 1e6), round(step.kept[0][1] / 1e6)
    so_far = "has kept" if not step.is_over else "kept"
    others = ", ".join(names[:MOST_NAMED]) + (f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else "")
    who = world.label(strand)
    return Finding(
        kind="loop-blocked",
        level="warning",
        message=f"{who} {so_far} the event loop of {world.label(thread)} for {duration} ms without an await: it {doing}. "
        f"Meanwhile {others} could have run and waited up to {longest} ms. {advice}",
        message_id=f"finding.loop-blocked.{what}" + (".lines" if not is_call and first and last and first != last else ""),
        key=("loop-blocked", strand.facts.location, what, step.location if is_call else 0),
        at=step.ended,
        since=step.began,
        parameters={
            "who": who,
            "thread": world.label(thread),
            "ms": duration,
            "line": line,
            "first": first,
            "last": last,
            "resource": resource,
            "others": others,
            "count": len(names),
            "longest": longest,
        },
        workers=[step.strand, *(number for number, _ in step.kept[:16])],
        resources=[step.resource] if is_call and step.resource else [],
        location=(step.location if is_call else step.last or step.first) or strand.facts.location,
        is_open=not step.is_over,
    )


def _line(world: World, location: int) -> int:
    return world.tables.locations[location - 1][1] if 0 < location <= len(world.tables.locations) else 0
