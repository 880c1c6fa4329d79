"""What goes wrong with coroutines and tasks: never awaited, destroyed while pending, an exception that nobody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import Event, Kind, Trouble
from engine.findings.finding import Finding

if TYPE_CHECKING:
    from engine.timeline.world import World


def explain_trouble(world: World, event: Event) -> Finding:
    """Tell of one such event."""
    if event.kind is Kind.UNAWAITED:
        return _never_awaited(world, event)
    if event.kind is Kind.FOREIGN_LOOP:
        return _foreign_loop(world, event)
    return _never_retrieved(world, event) if event.flags == Trouble.UNRETRIEVED else _destroyed(world, event)


def _never_awaited(world: World, event: Event) -> Finding:
    name = _text(world, event.text) or "a coroutine"
    line, defined = _line(world, event.location), _line(world, event.value)
    where = f" (line {line})" if line else ""
    outcome = f"none of its code (line {defined}) ever ran" if defined else "it did nothing"  # not known of the library's own
    return Finding(
        kind="never-awaited",
        level="warning",
        message=f"{name}() was called{where} and never awaited, so {outcome}. "
        "Write `await` before the call, or give it to asyncio.create_task.",
        message_id="finding.never-awaited" if defined else "finding.never-awaited.library",
        key=("never-awaited", event.location, event.value or name),
        at=event.time,
        since=event.time,
        parameters={"what": name, "line": line, "defined": defined},
        workers=[event.worker],
        location=event.location or event.value,
        is_open=False,
    )


def _destroyed(world: World, event: Event) -> Finding:
    who, line = world.label(world.workers[event.target]), _line(world, event.location)
    at = f" at line {line}" if line else ""
    if event.flags == Trouble.LEFT:
        text = (
            f"{who} had not ended{at} when its event loop was closed, so the rest of it never ran. "
            "Await it, or cancel it and await that, first."
        )
    else:
        text = (
            f"{who} was destroyed while it still waited{at}: nobody kept a reference to it. "
            "Keep the task that create_task returns until it ends."
        )
    return Finding(
        kind="task-destroyed",
        level="warning",
        message=text,
        message_id="finding.task-destroyed.left" if event.flags == Trouble.LEFT else "finding.task-destroyed",
        key=("task-destroyed", event.target),
        at=event.time,
        since=event.time,
        parameters={"who": who, "line": line},
        workers=[event.target],
        location=event.location,
        is_open=False,
    )


def _never_retrieved(world: World, event: Event) -> Finding:
    who, line = world.label(world.workers[event.target]), _line(world, event.location)
    what = _text(world, event.text) or "an exception"
    where = f" (line {line})" if line else ""
    return Finding(
        kind="exception-never-retrieved",
        level="error",
        message=f"{who} ended because of {what}{where}, and nobody ever asked for its result, so nobody was told. Await the task.",
        message_id="finding.exception-never-retrieved",
        key=("exception-never-retrieved", event.target),
        at=event.time,
        since=event.time,
        parameters={"who": who, "what": what, "line": line},
        workers=[event.target],
        location=event.location,
        is_open=False,
    )


def _foreign_loop(world: World, event: Event) -> Finding:
    who, name = world.label(world.workers[event.worker]), _text(world, event.text)
    return Finding(
        kind="foreign-loop",
        level="info",
        message=f"{who} runs the event loop of {name}. Its tasks, and what they wait for, are shown as ever; "
        "what the loop itself does between their steps is written in C and cannot be seen.",
        message_id="finding.foreign-loop",
        key=("foreign-loop", event.worker, name),
        at=event.time,
        since=event.time,
        parameters={"who": who, "what": name},
        workers=[event.worker],
        location=event.location,
        is_open=False,
    )


def _text(world: World, number: int) -> str:
    return world.tables.texts[number - 1] if 0 < number <= len(world.tables.texts) else ""


def _line(world: World, location: int) -> int:
    return world.tables.locations[location - 1][1] if 0 < location <= len(world.tables.locations) else 0
