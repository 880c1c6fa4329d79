"""The examples that come with Lockstep: one folder each, read once at start.

`program.py` and `lesson.toml` (knobs.py reads its knobs) are the example; `sketch.txt`, if there is one, is the drawing on its card
(sketches.py), and `recording.lockstep` a run of it from a machine that had what it needs: a package, a kernel that allows it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.knobs import Knob, read_knobs
from app.messages import LANGUAGES

# The parts of the course, in its order; the catalogues have their titles as `group.<name>`.
GROUPS = ("threads", "processes", "pools", "shared", "wrong", "servers", "coroutines", "asyncio")
# Where an example belongs that names no group: to the last one here whose first order is not above its own.
_GROUP_FROM = (
    (0, "threads"), (70, "processes"), (90, "threads"), (120, "processes"), (130, "pools"), (140, "threads"),
    (151, "shared"), (170, "wrong"), (200, "servers"), (270, "coroutines"), (310, "asyncio"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonText:
    """What a lesson is called in one language."""

    title: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One example program with what is said about it."""

    id: str
    order: int
    group: str  # one of GROUPS
    topics: tuple[str, ...]
    args: str
    stdin: str
    data: bool
    source: str
    texts: Mapping[str, LessonText]
    sketch: tuple[str, ...] = ()
    knobs: tuple[Knob, ...] = ()
    recording: Path | None = None

    @property
    def program(self) -> str:
        """The file name under which the program runs."""
        return f"{self.id.replace('-', '_')}.py"

    def text(self, language: str) -> LessonText:
        """Return title and summary in a language, or in English."""
        return self.texts.get(language) or self.texts["en"]


class Library:
    """All lessons, in their order."""

    def __init__(self, lessons: Mapping[str, Lesson]) -> None:
        self._lessons = lessons

    @classmethod
    def load(cls, directory: Path) -> "Library":
        """Read every `<id>/lesson.toml` with its `program.py` below a directory. A broken one is an error: they are our own files."""
        lessons = [_load_lesson(path.parent) for path in directory.glob("*/lesson.toml")]
        lessons.sort(key=lambda lesson: (lesson.order, lesson.id))
        return cls(MappingProxyType({lesson.id: lesson for lesson in lessons}))

    def all(self) -> tuple[Lesson, ...]:
        """Return every lesson in order."""
        return tuple(self._lessons.values())

    def groups(self) -> Mapping[str, tuple[Lesson, ...]]:
        """Return the lessons of each group that has some, groups and lessons in the order of the course."""
        groups = {group: tuple(lesson for lesson in self.all() if lesson.group == group) for group in GROUPS}
        return {group: lessons for group, lessons in groups.items() if lessons}

    def get(self, lesson_id: str) -> Lesson | None:
        """Return one lesson, or None if there is none of that id."""
        return self._lessons.get(lesson_id)


def group_of(named: str | None, *, order: int) -> str:
    """Return the group a lesson names, or, if that is none of ours, the one its place in the course falls into."""
    if named in GROUPS:
        return named
    return [group for first, group in _GROUP_FROM if first <= max(order, 0)][-1]


def _load_lesson(folder: Path) -> Lesson:
    facts: dict[str, Any] = tomllib.loads((folder / "lesson.toml").read_text("utf-8"))
    sketch = folder / "sketch.txt"
    recording = folder / "recording.lockstep"
    return Lesson(
        id=folder.name,
        order=facts["order"],
        group=group_of(facts.get("group"), order=facts["order"]),
        topics=tuple(facts.get("topics", ())),
        args=facts.get("args", ""),
        stdin=facts.get("stdin", ""),
        data=facts.get("data", False),
        source=(folder / "program.py").read_text("utf-8"),
        texts={
            language: LessonText(title=facts[language]["title"], summary=facts[language]["summary"])
            for language in LANGUAGES
            if language in facts
        },
        sketch=tuple(sketch.read_text("utf-8").splitlines()) if sketch.is_file() else (),
        knobs=read_knobs(facts.get("knobs", {})),
        recording=recording if recording.is_file() else None,
    )
