"""Acts on files on the strength of tests that no longer held: another worker had made the file meanwhile, or taken it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.findings.finding import Finding
from engine.findings.words import line_of, name_of, say
from engine.timeline.noticed import Outdated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.world import World

MESSAGES: Final = {
    "finding.check-then-act.file.emptied": (
        "{a} tested whether {name} is there (line {read_line}), and it was not. Then {b} made it (line {their_line}), and {a} made it "
        'once more (line {line}), which emptied it. Let the act be the test: open it with mode "x", which fails if it is there, or hold '
        "one lock around both."
    ),
    "finding.check-then-act.file.made": (
        "{a} tested whether {name} is there (line {read_line}), and it was not. Then {b} made it (line {their_line}), so that {a} could "
        "not (line {line}). Let the act be the test: just do it, and catch FileExistsError."
    ),
    "finding.check-then-act.file.gone": (
        "{a} tested whether {name} is there (line {read_line}), and it was. Then {b} took it away (line {their_line}), so that what {a} "
        "did with it failed (line {line}). Let the act be the test: just do it, and catch FileNotFoundError."
    ),
}


class OutdatedTests:
    """Tells of each file and way once, and again when it has happened more often."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], list[Outdated]] = {}

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new."""
        fresh: dict[tuple[int, str], None] = {}
        for note in noticed:
            if isinstance(note, Outdated):
                way = "emptied" if not note.is_refused else "gone" if note.test.was_there else "made"
                key = note.event.resource, f"finding.check-then-act.file.{way}"
                self._found.setdefault(key, []).append(note)
                fresh[key] = None
        for key in fresh:
            yield _explain(world, key, self._found[key])


def _explain(world: World, key: tuple[int, str], notes: list[Outdated]) -> Finding:
    resource, message_id = key
    event, test, other, _ = notes[0]
    parameters: dict[str, Any] = {
        "a": name_of(world, event.worker),
        "b": name_of(world, other.worker),
        "name": world.tables.resources[resource].name,
        "read_line": line_of(world, test.location),
        "their_line": line_of(world, other.location),
        "line": line_of(world, event.location),
        "count": len(notes),
    }
    return Finding(
        kind="check-then-act",
        level="error",
        message=say(MESSAGES[message_id], parameters),
        message_id=message_id,
        key=("check-then-act", resource, message_id),
        at=event.time,
        since=test.time,
        parameters=parameters,
        workers=[event.worker, other.worker],
        resources=[resource],
        location=event.location,
        is_open=False,
    )
