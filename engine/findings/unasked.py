"""Exceptions of a pool's jobs that nobody ever asked for: one finding for each place that they were raised at, and of how many jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.findings.finding import Finding
from engine.timeline.noticed import Unasked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.world import World

ADVICE = "Ask for it (`result()`, `get()`, going through what `map` gives), or give it a callback that looks."


class UnaskedExceptions:
    """Tells of each place once, and again when there are more."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], list[Unasked]] = {}

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell of those noted since."""
        fresh: dict[tuple[int, str], None] = {}
        for note in noticed:
            if isinstance(note, Unasked):
                key = note.event.location, _text(world, note.event.text).partition(":")[0]
                self._found.setdefault(key, []).append(note)
                fresh[key] = None
        for key in fresh:
            yield _explain(world, key, self._found[key])


def _explain(world: World, key: tuple[int, str], notes: list[Unasked]) -> Finding:
    event, job = notes[0]
    name, what = job.resource.facts.name, _text(world, event.text) or "an exception"
    line = world.tables.locations[event.location - 1][1] if event.location else 0
    where = f" (line {line})" if line else ""
    count = f" That is so of {len(notes)} jobs." if len(notes) > 1 else ""
    return Finding(
        kind="exception-never-retrieved",
        level="error",
        message=f"The job {name} ended because of {what}{where}, and nobody ever asked for its result, so nobody was told.{count} {ADVICE}",
        message_id="finding.exception-never-retrieved.job" if line else "finding.exception-never-retrieved.job.nowhere",
        key=("exception-never-retrieved", "job", *key),
        at=event.time,
        since=job.done_at if job.done_at is not None else event.time,
        parameters={"who": name, "what": what, "line": line, "count": len(notes)},
        workers=list(dict.fromkeys(note.job.worker.id for note in notes if note.job.worker is not None)),
        resources=[note.job.resource.id for note in notes],
        location=event.location or job.location,
        is_open=False,
    )


def _text(world: World, number: int) -> str:
    return world.tables.texts[number - 1] if 0 < number <= len(world.tables.texts) else ""
