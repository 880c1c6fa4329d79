"""JSON text -> data, and where each piece of it stands. Strict: no duplicate names, no NaN, no comments."""

import json
import re
from typing import Any, NoReturn

from engine.errors import ScenarioError
from engine.scenario.plain import number_of
from engine.scenario.problems import pointer_of, problem, sentence_of
from engine.scenario.sentences import Sentence, say

Places = dict[str, tuple[int, int]]  # JSON pointer -> line and column, both from 1

# What Python's parser says, in words of ours: its words begin so.
_SAID = {
    "Expecting property name": "detail.said.quoted-name",
    "Expecting ',' delimiter": "detail.said.comma",
    "Expecting ':' delimiter": "detail.said.colon",
    "Expecting value": "detail.said.value",
    "Illegal trailing comma": "detail.said.value",
    "Unterminated string": "detail.said.end",
    "Extra data": "detail.said.extra",
}

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+')


def read_json(text: str) -> Any:
    """Read a JSON text; ScenarioError says at which line it is none, or holds what does not belong here."""
    try:
        return json.loads(text, object_pairs_hook=_members, parse_constant=_no_number, parse_int=_number, parse_float=_number)
    except json.JSONDecodeError as error:
        said = say("detail.no-json", said=_said(error.msg))
        raise ScenarioError([problem("", "no-json", said, line=error.lineno, column=error.colno)]) from None
    except RecursionError:
        raise ScenarioError([problem("", "too-deep", say("detail.too-deep.far"))]) from None


def _said(words: str) -> Sentence | str:
    return next((say(message_id) for begin, message_id in _SAID.items() if words.startswith(begin)), words)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ScenarioError([problem("", "duplicate-name", say("detail.duplicate-name.object", name=twice))])
    return members


def _no_number(text: str) -> NoReturn:
    raise ScenarioError([problem("", "no-number", say("detail.no-number.word", text=text))])


def _number(text: str) -> int | float:
    try:
        return number_of(text)
    except ValueError as error:
        raise ScenarioError([problem("", "number-too-large", sentence_of(error))]) from None


def places_in(text: str) -> Places:
    """Find where each piece of a text stands that is known to be JSON: a member where its name is, an item where it begins."""
    places: Places = {}
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    parts: list[str | int] = []  # one for each container that is open: the member's name or the item's number
    line = 0
    expects_name = False
    for token in _TOKEN.finditer(text):
        while line + 1 < len(starts) and starts[line + 1] <= token.start():
            line += 1
        word = token.group()
        if word in ("}", "]"):
            parts.pop()
            expects_name = False
        elif word == ",":
            last = parts[-1]
            expects_name = isinstance(last, str)
            if isinstance(last, int):
                parts[-1] = last + 1
        elif word != ":":
            if expects_name:
                parts[-1] = json.loads(word)
                expects_name = False
            place = (line + 1, token.start() - starts[line] + 1)
            places.setdefault(pointer_of(parts), place)
            if word in ("{", "["):
                parts.append("" if word == "{" else 0)
                expects_name = word == "{"
    return places
