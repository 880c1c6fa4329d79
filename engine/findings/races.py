"""What went wrong with shared data: updates lost, tests that no longer held, writes without the lock that the others hold.

One finding for each datum and kind: the first time in full, and how often in all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.events import ResourceKind, WorkerKind
from engine.findings.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.resources import Resource
    from engine.timeline.sharing import Datum, Mishap, Trouble
    from engine.timeline.world import World

ADVICE = {
    "lost-update": "Hold one lock from the read to the write.",
    "check-then-act": "Hold one lock around both the test and the write.",
    "unlocked-access": "A lock keeps out only those who ask for it: take it there too.",
}


FOR_TASKS = {
    "lost-update": "Do not await between the read and the write, or hold an asyncio.Lock from one to the other.",
    "check-then-act": "Do not await between the test and the write, or hold an asyncio.Lock around both.",
}


class Races:
    """Tells of each datum and kind once, and again when it has happened more often.

    What goes wrong with a file's content goes wrong with its bytes and with what they mean (its JSON): it is told of one of them.
    """

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], int] = {}  # kind and name of a file -> the resource that it was told of

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new, or has happened again."""
        for number, datum in world.sharing.data.items():
            for kind, trouble in datum.troubles.items():
                if trouble.is_news:
                    trouble.is_news = False
                    if not self._is_told(world, number, kind, trouble):
                        yield _explain(world, world.resources[number], datum, kind, trouble)

    def _is_told(self, world: World, number: int, kind: str, trouble: Trouble) -> bool:
        facts = world.resources[number].facts
        if facts.kind is not ResourceKind.FILE and (facts.kind is not ResourceKind.VARIABLE or facts.process):
            return False
        first = self._told.setdefault((kind, facts.name), number)
        return first != number and bool(trouble.workers.keys() & world.sharing.data[first].troubles[kind].workers.keys())


def _explain(world: World, resource: Resource, datum: Datum, kind: str, trouble: Trouble) -> Finding:
    mishap = trouble.first
    said = _parameters(world, resource, kind, trouble)
    is_sure = kind == "lost-update" or (kind == "check-then-act" and mishap.known)
    variant = _variant(kind, mishap, said)
    of_tasks = kind in FOR_TASKS and all(_is_task(world, number) for number in (mishap.reader, mishap.other.worker))
    advice = FOR_TASKS[kind] if of_tasks else ADVICE[kind]
    return Finding(
        kind=kind,
        level="error" if is_sure else "warning",
        message=SENTENCES[variant].format(**said) + _count(kind, trouble.count) + f" {advice}",
        message_id=f"finding.{variant}.tasks" if of_tasks else f"finding.{variant}",
        key=(kind, resource.id),
        at=mishap.time,
        since=mishap.read.time,
        parameters=said,
        workers=list(trouble.workers),
        resources=[resource.id, *_guard(resource, datum, trouble)],
        location=mishap.write.location,
        is_open=False,
    )


def _variant(kind: str, mishap: Mishap, said: dict[str, Any]) -> str:
    if kind == "check-then-act" and not mishap.known:
        return "check-then-act.perhaps"
    if kind == "lost-update" and not (said["read"] and said["theirs"] and said["written"]):
        return "lost-update.unseen"
    return kind


SENTENCES = {
    "lost-update": "{a} read {name} = {read} (line {read_line}), then {b} wrote {theirs} (line {their_line}), then {a} wrote {written} "
    "(line {line}), made of what it had read: the update of {b} is lost.",
    "lost-update.unseen": "{a} read {name} (line {read_line}), then {b} wrote it (line {their_line}), then {a} wrote (line {line}) what it "
    "had made of what it read: the update of {b} is lost.",
    "check-then-act": "{a} tested {name} (line {read_line}) and found {read}, then {b} changed it (line {their_line}), then {a} acted "
    "(line {line}) although the test no longer held.",
    "check-then-act.perhaps": "{a} tested {name} (line {read_line}) and acted (line {line}); in between {b} changed it "
    "(line {their_line}).",
    "unlocked-access": "{a} writes {name} (line {line}) without {lock}, which {b} holds when it writes it (line {their_line}).",
}


def _parameters(world: World, resource: Resource, kind: str, trouble: Trouble) -> dict[str, Any]:
    mishap = trouble.first
    names = [world.resources[number].facts.name for number in _guard_of(world, resource, trouble)]
    return {
        "a": _label(world, mishap.reader),
        "b": _label(world, mishap.other.worker),
        "name": resource.facts.name,
        "read": _text(world, mishap.read.text),
        "theirs": _text(world, mishap.other.text),
        "written": _text(world, mishap.write.text),
        "read_line": _line(world, mishap.read.location),
        "their_line": _line(world, mishap.other.location),
        "line": _line(world, mishap.write.location),
        "lock": ", ".join(names) if kind == "unlocked-access" else "",
        "count": trouble.count,
    }


def _guard_of(world: World, resource: Resource, trouble: Trouble) -> list[int]:
    return _guard(resource, world.sharing.data[resource.id], trouble)


def _guard(resource: Resource, datum: Datum, trouble: Trouble) -> list[int]:
    part = datum.parts.get(trouble.part)
    return sorted(number for number in (part.guard if part and part.guard else ()) if number != resource.id)


def _count(kind: str, count: int) -> str:
    if count < 2:
        return ""
    return {
        "lost-update": f" In all, {count} updates were lost.",
        "check-then-act": f" That happened {count} times.",
        "unlocked-access": "",
    }[kind]


def _is_task(world: World, number: int) -> bool:
    worker = world.workers.get(number)
    return worker is not None and worker.facts.kind is WorkerKind.TASK


def _label(world: World, number: int) -> str:
    worker = world.workers.get(number)
    return world.label(worker) if worker is not None else "somebody"


def _text(world: World, number: int) -> str:
    texts = world.tables.texts
    return texts[number - 1] if 0 < number <= len(texts) else ""


def _line(world: World, location: int) -> int:
    places = world.tables.locations
    return places[location - 1][1] if 0 < location <= len(places) else 0
