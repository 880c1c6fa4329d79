"""The examples that come with Lockstep: one folder each, `program.py` and `lesson.toml`, read once at start."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.messages import LANGUAGES


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
    topics: tuple[str, ...]
    args: str
    stdin: str
    data: bool
    source: str
    texts: Mapping[str, LessonText]

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

    def get(self, lesson_id: str) -> Lesson | None:
        """Return one lesson, or None if there is none of that id."""
        return self._lessons.get(lesson_id)


def _load_lesson(folder: Path) -> Lesson:
    facts: dict[str, Any] = tomllib.loads((folder / "lesson.toml").read_text("utf-8"))
    return Lesson(
        id=folder.name,
        order=facts["order"],
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
    )
