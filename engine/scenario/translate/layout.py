"""Lines of the program: each knows how deep it is indented and which part of the scenario it stands for; long ones are folded."""

import io
import tokenize
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.scenario.translate.text import WIDTH

INDENT = "    "
OPENING, CLOSING = "([{", ")]}"


class Line(NamedTuple):
    """A line before it is folded. pointer: JSON pointer of the part of the scenario that it stands for. is_prose: a docstring's."""

    depth: int
    text: str
    pointer: str | None = None
    is_prose: bool = False


BLANK = Line(0, "")


def render(lines: Iterable[Line]) -> tuple[str, dict[int, str]]:
    """Put lines into one source, and tell which part of the scenario each of its lines (from 1) stands for."""
    written: list[str] = []
    pointers: dict[int, str] = {}
    for line in lines:
        for text in [line.text] if line.is_prose else fold(line.text, WIDTH - len(INDENT) * line.depth):
            written.append(INDENT * line.depth + text if text else "")
            if line.pointer is not None and text:
                pointers[len(written)] = line.pointer
    return "\n".join(written) + "\n", pointers


def fold(text: str, width: int) -> list[str]:
    """Break a statement that is too long at its last bracket: what is inside on a line of its own, or each item on one."""
    if len(text) <= width or text.startswith("#"):
        return [text]
    bracket = _last_bracket(text)
    if bracket is None:
        return [text]
    start, end, cuts, is_comprehension = bracket
    inside = text[start + 1 : end].strip()
    if len(inside) + len(INDENT) <= width:
        return [text[: start + 1], INDENT + inside, text[end:]]
    parts = [text[first:last].strip() for first, last in zip([start + 1, *cuts], [*cuts, end], strict=True)]
    if not is_comprehension:
        parts = [part.removesuffix(",").rstrip() + "," for part in parts if part]
    return [text[: start + 1], *(INDENT + line for part in parts for line in fold(part, width - len(INDENT))), text[end:]]


def _last_bracket(text: str) -> tuple[int, int, list[int], bool] | None:
    """Find the last outermost bracket worth breaking at: its start, its end, where its items begin, whether it is a comprehension."""
    found = None
    stack: list[int] = []
    cuts: list[int] = []
    is_loop, before = False, ""
    for token in _tokens(text):
        place = token.start[1]
        if token.string in OPENING and token.type == tokenize.OP:
            if not stack:
                cuts, is_loop, subscript = [], False, token.string == "[" and _is_value(before)
            stack.append(place)
        elif token.string in CLOSING and token.type == tokenize.OP:
            start = stack.pop()
            if not stack and place > start + 1 and not subscript:
                found = (start, place, cuts, is_loop)
        elif len(stack) == 1 and token.string == "," and token.type == tokenize.OP and not is_loop:
            cuts.append(place + 1)
        elif len(stack) == 1 and token.string == "for" and token.type == tokenize.NAME:
            cuts, is_loop = [place], True
        before = token.string
    return found


def _is_value(before: str) -> bool:
    return before.isidentifier() or before in CLOSING


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    """Iterate over tokens, but those inside f-strings: since Python 3.12 these are taken apart too."""
    inside = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        name = tokenize.tok_name[token.type]
        inside += (name == "FSTRING_START") - (name == "FSTRING_END")
        if not inside and name != "FSTRING_END":
            yield token
