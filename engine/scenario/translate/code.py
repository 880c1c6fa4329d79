"""Writes the body of one function: lines at their depth, each with the step that it stands for, and how things are spelled in there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from engine.scenario.resources import Queue, Resource, SharedValue
from engine.scenario.steps import Action
from engine.scenario.translate.expressions import Speller, adapt, adapt_hole, adapt_opposite, adapt_opposite_and, adapt_text
from engine.scenario.translate.layout import Line
from engine.scenario.translate.program import Program
from engine.scenario.translate.text import comment_lines, literal
from engine.scenario.translate.worlds import World
from engine.scenario.words import split_reference


class Thing(NamedTuple):
    """A resource as a step names it. text: how it is written there."""

    text: str
    name: str
    model: Resource
    home: World


class Code:
    """The body of one function as it is written. role: "worker", "procedure", "main", or "module" for what stands outside of functions."""

    def __init__(
        self, program: Program, write: Callable[[Action, "Code"], None], *, is_async: bool, role: str, own: set[str], depth: int = 1
    ) -> None:
        self.program = program
        self.is_async = is_async
        self.role = role
        self.lines: list[Line] = []
        self.globals: set[str] = set()
        self.pointer: str | None = None
        self._write = write
        self._own = own
        self._depth = depth
        self.speller = Speller(name=self._spell, queue=self._spell_queue)

    # Lines.

    def line(self, text: str) -> None:
        """Write a line."""
        self.lines.append(Line(self._depth, text, self.pointer))

    def comment(self, text: str | None) -> None:
        """Write a remark, if there is one."""
        for line in comment_lines(text or ""):
            self.line(line)

    @contextmanager
    def block(self, header: str) -> Iterator[None]:
        """Write a statement with a body; a body that stays empty is `pass`."""
        self.line(f"{header}:")
        self._depth += 1
        before = len(self.lines)
        yield
        if all(line.text.startswith("#") for line in self.lines[before:]):
            self.line("pass")
        self._depth -= 1

    @contextmanager
    def indented(self) -> Iterator[None]:
        """Write lines one step deeper."""
        self._depth += 1
        yield
        self._depth -= 1

    @contextmanager
    def at(self, pointer: str) -> Iterator[None]:
        """Write lines that stand for another part of the scenario."""
        before, self.pointer = self.pointer, pointer
        yield
        self.pointer = before

    def steps(self, steps: Sequence[Action] | None, key: str) -> None:
        """Write steps that are nested in this one, or at the pointer itself."""
        for number, step in enumerate(steps or ()):
            with self.at(f"{self.pointer}/{key}/{number}" if key else f"{self.pointer}/{number}"):
                self.comment(step.note)
                self._write(step, self)

    # Spelling.

    @property
    def wait(self) -> str:
        """What stands before a call that waits."""
        return "await " if self.is_async else ""

    def expression(self, value: object) -> str:
        """Spell a value of the scenario: a text is an expression."""
        return adapt(value, self.speller) if isinstance(value, str) else literal(value)

    def hole(self, expression: str) -> str:
        """Spell an expression so that it fits into an f-string too."""
        return adapt_hole(expression, self.speller)

    def opposite(self, expression: str) -> str:
        """Spell the opposite of an expression."""
        return adapt_opposite(expression, self.speller)

    def opposite_and(self, expression: str, also: str) -> str:
        """Spell the opposite of an expression, and something else that is to be true."""
        return adapt_opposite_and(expression, also, self.speller)

    def text(self, text: str) -> str:
        """Spell a text with holes."""
        return adapt_text(text, self.speller)

    def local(self, name: str) -> str:
        """Spell a name of the worker's own."""
        return self.program.names.local[name]

    def resource(self, reference: str) -> Thing:
        """Spell a reference to a resource."""
        name, subscript = split_reference(reference)
        text = self.program.names.resources[name] + self._part(subscript)
        return Thing(text, name, self.program.scenario.resources[name], self.program.homes[name])

    def end(self, reference: str, end: str) -> str:
        """Spell an end of a pipe."""
        name, subscript = split_reference(reference)
        return self.program.names.ends[name, end] + self._part(subscript)

    def shared(self, reference: str, *, is_written: bool) -> str:
        """Spell a shared value to read it or to write it."""
        name, subscript = split_reference(reference)
        if is_written and subscript is None and self.program.homes[name] is not World.PROCESSES:
            self.globals.add(self.program.names.resources[name])
        return self._value(name) + self._part(subscript)

    def _part(self, subscript: str | None) -> str:
        return "" if subscript is None else f"[{self.expression(subscript)}]"

    def _value(self, name: str) -> str:
        """One value among processes is read and written as `name.value`, of several each by its number."""
        is_object = self.program.homes[name] is World.PROCESSES and self.program.scenario.resources[name].count is None
        return self.program.names.resources[name] + (".value" if is_object else "")

    def _spell(self, name: str) -> str:
        scenario = self.program.scenario
        if name in self._own:
            return self.local(name)
        if name in scenario.parameters:
            return self.program.names.constants[name]
        if isinstance(scenario.resources.get(name), SharedValue):
            return self._value(name)
        return self.program.helper("SEED") if name == "seed" else name

    def _spell_queue(self, name: str) -> str | None:
        is_queue = name not in self._own and isinstance(self.program.scenario.resources.get(name), Queue)
        return self.program.names.resources[name] if is_queue else None
