"""Can a pattern with stars fit a text with holes? Unsure cases count as yes."""

from engine.scenario.words import split_text


def can_match(pattern: str, template: str) -> bool:
    """Tell whether what a template may say can fit a pattern, in which * stands for anything."""
    pieces = [letters if hole is None else None for letters, hole in split_text(template)]
    if None not in pieces:
        return fits(pattern, "".join(piece or "" for piece in pieces))
    if "*" not in pattern:
        return _fits(pieces, pattern)
    starts = pattern.split("*")[0], pieces[0] or ""
    ends = pattern.split("*")[-1][::-1], (pieces[-1] or "")[::-1]
    return all(short == long[: len(short)] for short, long in (sorted(pair, key=len) for pair in (starts, ends)))


def fits(pattern: str, text: str) -> bool:
    """Tell whether a text fits a pattern, in which * stands for anything."""
    pieces: list[str | None] = []
    for number, letters in enumerate(pattern.split("*")):
        pieces += [letters] if number == 0 else [None, letters]
    return _fits(pieces, text)


def _fits(pieces: list[str | None], text: str) -> bool:
    """Tell whether a text is made of pieces in their order, where None stands for anything."""
    at = 0
    for number, piece in enumerate(pieces):
        if piece is None:
            continue
        is_free = number > 0 and pieces[number - 1] is None
        if number == len(pieces) - 1:
            return text.endswith(piece) and len(text) - len(piece) >= at and (is_free or len(text) - len(piece) == at)
        found = text.find(piece, at) if is_free else (at if text.startswith(piece, at) else -1)
        if found < 0:
            return False
        at = found + len(piece)
    return True
