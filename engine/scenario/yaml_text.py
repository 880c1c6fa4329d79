"""YAML text -> data, and where each piece of it stands. One plain document of YAML 1.2's core: no anchors, aliases, tags, merge keys.

It is built from the parser's events by a loop of our own, so that its depth is bounded, and so that `on`, `no`, `1:30`, `007` and
2026-01-01 are the texts that they look like.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from engine.errors import ScenarioError
from engine.scenario.plain import MAX_DEPTH, number_of
from engine.scenario.problems import pointer_of, problem, sentence_of
from engine.scenario.sentences import Sentence, say

Places = dict[str, tuple[int, int]]  # JSON pointer -> line and column, both from 1

_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "True": True, "TRUE": True}
_WORDS |= {"false": False, "False": False, "FALSE": False}
_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_BASED = re.compile(r"0x[0-9a-fA-F]+|0o[0-7]+")
_NO_NUMBERS = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
# What the parsers say, libyaml's and PyYAML's own, in words of ours.
_SAID = {
    "mapping values": "detail.said.mapping",
    "expected ',' or ']'": "detail.said.list-end",
    "expected ',' or '}'": "detail.said.object-end",
    "did not find expected key": "detail.said.key",
    "did not find expected '-' indicator": "detail.said.item",
    "sequence entries are not allowed": "detail.said.items-here",
    "could not find expected ':'": "detail.said.colon",
    "cannot start any token": "detail.said.token",
    "unexpected end of stream": "detail.said.end",
}
# libyaml's parser where PyYAML has it: the same events, ten times as fast.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> tuple[Any, Places]:
    """Read a YAML document; ScenarioError says at which line it is none, or holds what does not belong here."""
    try:
        return _Builder().build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refusal("", "no-yaml", say("detail.no-yaml", said=_why(error, text, mark)), mark) from None
    except (yaml.YAMLError, RecursionError):
        raise _refusal("", "no-yaml", say("detail.no-yaml.any"), None) from None


def _why(error: yaml.MarkedYAMLError, text: str, mark: Any) -> Sentence | str:
    """Say what the parser says, in words of ours where it is a common slip, and how to mend it."""
    said = str(error.problem or error.context)
    if mark is not None and text[mark.index : mark.index + 1] == "\t":
        return say("detail.said.tabs")
    return next((say(message_id) for words, message_id in _SAID.items() if words in said), said)


def _refusal(pointer: str, code: str, sentence: Sentence, mark: Any) -> ScenarioError:
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (None, None)
    return ScenarioError([problem(pointer, code, sentence, line=line, column=column)])


class _Builder:
    """Folds a parser's events into data: a stack of what is open, and the parts of the place where the next piece goes."""

    def __init__(self) -> None:
        self.places: Places = {}
        self._open: list[dict[str, Any] | list[Any]] = []
        self._parts: list[str | int] = []
        self._key: str | None = None  # the member whose value comes next
        self._document: list[Any] = []  # empty until there is one
        self._count = 0

    def build(self, events: Iterator[Any]) -> tuple[Any, Places]:
        for event in events:
            match event:
                case yaml.DocumentStartEvent():
                    self._count += 1
                    if self._count > 1:
                        raise _refusal("", "two-documents", say("detail.two-documents"), event.start_mark)
                case yaml.AliasEvent():
                    raise self._refused("no-anchors", say("detail.no-anchors"), event)
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.MappingStartEvent():
                    self._start({}, event)
                case yaml.SequenceStartEvent():
                    self._start([], event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._open.pop()
                    self._close()
        return (self._document[0] if self._document else None), self.places

    def _refused(self, code: str, sentence: Sentence, event: Any) -> ScenarioError:
        return _refusal(pointer_of(self._parts), code, sentence, event.start_mark)

    def _check(self, event: Any) -> None:
        if event.anchor is not None:
            raise self._refused("no-anchors", say("detail.no-anchors"), event)
        if event.tag is not None:
            raise self._refused("no-tags", say("detail.no-tags"), event)

    def _scalar(self, event: Any) -> None:
        self._check(event)
        if self._open and isinstance(self._open[-1], dict) and self._key is None:
            self._name(event)
            return
        self._add(self._resolved(event) if event.implicit[0] else event.value, event)
        self._close()

    def _resolved(self, event: Any) -> Any:
        text: str = event.value
        if text in _WORDS:
            return _WORDS[text]
        if _NO_NUMBERS.fullmatch(text):
            raise self._refused("no-number", say("detail.no-number.word", text=text), event)
        if not _NUMBER.fullmatch(text) and not _BASED.fullmatch(text):
            return text
        try:
            return number_of(text)
        except ValueError as error:
            raise self._refused("number-too-large", sentence_of(error), event) from None

    def _name(self, event: Any) -> None:
        """Take a scalar as the name of the member that comes next."""
        name: str = event.value
        members = self._open[-1]
        if event.implicit[0] and name == "<<":
            raise self._refused("no-merge", say("detail.no-merge"), event)
        if event.implicit[0] and not isinstance(self._resolved(event), str):
            raise self._refused("no-name", say("detail.no-name.quotes", name=name), event)
        if name in members:
            is_torn = event.implicit[0] and any(name.count(a) != name.count(b) for a, b in ("()", "[]"))
            said = say("detail.duplicate-name.torn" if is_torn else "detail.duplicate-name", name=name)
            raise self._refused("duplicate-name", said, event)
        self._key = name
        self._parts.append(name)
        self.places[pointer_of(self._parts)] = (event.start_mark.line + 1, event.start_mark.column + 1)

    def _start(self, container: dict[str, Any] | list[Any], event: Any) -> None:
        self._check(event)
        if self._open and isinstance(self._open[-1], dict) and self._key is None:
            raise self._refused("no-name", say("detail.no-name.object"), event)
        if len(self._open) >= MAX_DEPTH:
            raise self._refused("too-deep", say("detail.too-deep", most=MAX_DEPTH), event)
        self._add(container, event)
        self._open.append(container)
        self._key = None

    def _add(self, value: Any, event: Any) -> None:
        if not self._open:
            self._document.append(value)
            self.places[""] = (event.start_mark.line + 1, event.start_mark.column + 1)
            return
        container = self._open[-1]
        if isinstance(container, list):
            self._parts.append(len(container))
            self.places[pointer_of(self._parts)] = (event.start_mark.line + 1, event.start_mark.column + 1)
            container.append(value)
        else:
            container[str(self._key)] = value

    def _close(self) -> None:
        """Leave the place of a piece that is whole."""
        if self._open:
            self._parts.pop()
        self._key = None
