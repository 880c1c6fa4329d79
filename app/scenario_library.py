"""The scenarios that come with Lockstep: one YAML file each, read when somebody first asks for them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from app.library import Library
from engine.scenario.binding import Bound
from engine.scenario.checking import prepare
from engine.scenario.document import Scenario
from engine.scenario.reading import read_scenario
from engine.scenario.words import text_in


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioEntry:
    """A scenario of the library. group: the part of the course; source: its YAML text."""

    id: str
    group: str
    source: str
    scenario: Scenario

    def title(self, language: str) -> str:
        """Return its title in a language."""
        return text_in(self.scenario.title, language)

    def about(self, language: str) -> str:
        """Return what it is about."""
        return text_in(self.scenario.about, language)


class ScenarioLibrary:
    """All scenarios in their order, and the examples whose programs scenarios may name."""

    def __init__(self, directory: Path, lessons: Library) -> None:
        self._directory = directory
        self._lessons = lessons

    @cached_property
    def _entries(self) -> Mapping[str, ScenarioEntry]:
        groups: dict[str, list[str]] = tomllib.loads((self._directory / "order.toml").read_text("utf-8"))["groups"]
        return {name: self._read(name, group) for group, names in groups.items() for name in names}

    def _read(self, name: str, group: str) -> ScenarioEntry:
        source = (self._directory / f"{name}.yaml").read_text("utf-8")
        return ScenarioEntry(id=name, group=group, source=source, scenario=read_scenario(source))

    def all(self) -> tuple[ScenarioEntry, ...]:
        """Return every scenario in order."""
        return tuple(self._entries.values())

    def groups(self) -> Mapping[str, tuple[ScenarioEntry, ...]]:
        """Return the scenarios of each group, groups and scenarios in order."""
        names = dict.fromkeys(entry.group for entry in self.all())
        return {name: tuple(entry for entry in self.all() if entry.group == name) for name in names}

    def get(self, name: str) -> ScenarioEntry | None:
        """Return one scenario, or None if there is none of that id."""
        return self._entries.get(name)

    def prepare(self, source: str | bytes | dict[str, Any], parameters: Mapping[str, Any] | None = None, seed: int | None = None) -> Bound:
        """Read, bind and check a scenario, which may name an example of ours. Raises ScenarioError."""
        return prepare(source, parameters, seed, lessons=self._program_of)

    def _program_of(self, lesson_id: str) -> str | None:
        lesson = self._lessons.get(lesson_id)
        return lesson.source if lesson else None
