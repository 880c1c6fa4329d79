"""How a problem is put: where it is, what code it has, one sentence, and the nearest right word."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from engine.errors import MAX_DETAIL, Problem
from engine.scenario.sentences import Sentence, Unfit, clip, kinds, say


def problem(
    place: Sequence[str | int] | str, code: str, sentence: Sentence, *, line: int | None = None, column: int | None = None
) -> Problem:
    """Make a problem at a place, which is given by its parts or as a pointer."""
    return Problem(
        pointer=place if isinstance(place, str) else pointer_of(place),
        code=code,
        detail=clip(sentence.text, MAX_DETAIL),
        line=line,
        column=column,
        message_id=sentence.message_id,
        parameters=sentence.parameters,
    )


def sentence_of(error: ValueError) -> Sentence:
    """Return what an error says that came up while something was computed."""
    return error.sentence if isinstance(error, Unfit) else say("detail.other", said=str(error))


def pointer_of(parts: Iterable[str | int]) -> str:
    """Spell the JSON pointer (RFC 6901) of a place."""
    return "".join("/" + clip(str(part)).replace("~", "~0").replace("/", "~1") for part in parts)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that was probably meant."""
    listed = sorted(known)
    lowered = {name.casefold(): name for name in reversed(listed)}
    asked = clip(word).casefold()
    if asked in lowered:
        return lowered[asked]
    near = get_close_matches(asked, lowered, n=1, cutoff=0.6) if len(asked) > 2 else []  # `M` is as near to `me` as to anything
    return lowered[near[0]] if near else None


def suggestion(word: str, known: Iterable[str]) -> Sentence | str:
    """Suggest the nearest known word, as the end of a sentence; nothing where nothing is near."""
    near = nearest(word, known)
    return meant(near) if near else ""


def unknown(wanted: Sequence[str], name: str, known: Iterable[str], word: str | None = None) -> Sentence:
    """Say that there is nothing of a name; word: what the nearest of the known names is looked for by, if not by the name."""
    return say("detail.name.unknown-kind", kinds=kinds(wanted), name=name, hint=suggestion(name if word is None else word, known))


def meant(word: str) -> Sentence:
    """Suggest a word, as the end of a sentence."""
    return say("detail.hint.meant", word=word)
