"""How a problem is put: where it is, what code it has, one sentence of bounded length, and the nearest right word."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from engine.errors import MAX_DETAIL, Problem

MAX_QUOTE = 40  # characters of what somebody wrote, in a sentence or a pointer's part


def problem(place: Sequence[str | int] | str, code: str, detail: str) -> Problem:
    """Make a problem at a place, which is given by its parts or as a pointer."""
    return Problem(pointer=place if isinstance(place, str) else pointer_of(place), code=code, detail=clip(detail, MAX_DETAIL))


def pointer_of(parts: Iterable[str | int]) -> str:
    """Spell the JSON pointer (RFC 6901) of a place."""
    return "".join("/" + clip(str(part)).replace("~", "~0").replace("/", "~1") for part in parts)


def clip(text: str, length: int = MAX_QUOTE) -> str:
    """Shorten a text that may come from outside."""
    return text if len(text) <= length else text[: length - 1] + "…"


def quoted(text: object) -> str:
    """Quote a word of the scenario."""
    return f"`{clip(str(text))}`"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that was probably meant."""
    listed = sorted(known)
    lowered = {name.casefold(): name for name in reversed(listed)}
    asked = clip(word).casefold()
    if asked in lowered:
        return lowered[asked]
    near = get_close_matches(asked, lowered, n=1, cutoff=0.6) if len(asked) > 2 else []  # `M` is as near to `me` as to anything
    return lowered[near[0]] if near else None


def suggestion(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest known word, as the end of a sentence; nothing where nothing is near."""
    near = nearest(word, known)
    return f"; did you mean {quoted(near)}?" if near else ""
