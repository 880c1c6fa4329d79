"""Uncaught exceptions: a worker that ended because nobody caught what it raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.findings.finding import Finding

if TYPE_CHECKING:
    from engine.timeline.workers import Worker
    from engine.timeline.world import World


UNREADABLE: Final = frozenset({"SyntaxError", "IndentationError", "TabError"})


def explain_exception(world: World, time: int, worker: Worker, text: int, location: int) -> Finding:
    """Tell which worker an exception ended, and where it came from."""
    texts, places = world.tables.texts, world.tables.locations
    what = texts[text - 1] if 0 < text <= len(texts) else "an exception"
    where = ""
    line = 0
    if 0 < location <= len(places):
        file, line, _ = places[location - 1]
        where = f" (line {line} of {file.rpartition('/')[2]})"
    kind, _, why = what.partition(": ")
    is_unreadable = kind in UNREADABLE and bool(line)
    if is_unreadable:  # it is no failure while running: Python could not even begin
        message = f"Python cannot read this code: {why or kind}{where}."
    else:
        message = f"{world.label(worker)} ended because nobody caught {what}{where}."
    return Finding(
        kind="uncaught-exception",
        level="info" if kind == "KeyboardInterrupt" else "error",  # Ctrl-C is how one ends a server
        message=message,
        message_id="finding.uncaught-exception.syntax" if is_unreadable else "finding.uncaught-exception",
        key=("uncaught-exception", worker.id, time),
        at=time,
        since=time,
        parameters={"who": world.label(worker), "what": (why or kind) if is_unreadable else what, "line": line},
        workers=[worker.id],
        location=location,
        is_open=False,
    )
