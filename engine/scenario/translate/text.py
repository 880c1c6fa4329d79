"""Text from a scenario as Python source: literals, texts with holes, comments and docstrings that nothing can break out of."""

import re
import textwrap

WIDTH = 100


def literal(value: object) -> str:
    """Spell a number, a text, a bool or None as Python source."""
    if not isinstance(value, str):
        return repr(value)
    if '"' in value and "'" not in value:
        return repr(value)
    return f'"{_escaped(value)}"'


def hole_literal(value: object) -> str:
    """Spell a value for the inside of a hole, where Python 3.11 allows no double quote."""
    return repr(value)


def filled(pieces: list[tuple[str, str | None]]) -> str:
    """Spell letters and holes, as `split_text` gives them with adapted expressions, as an f-string, or plain where there is no hole."""
    holes = [hole for _, hole in pieces if hole is not None]
    if not holes:
        return literal("".join(letters for letters, _ in pieces))
    if any(character in hole for hole in holes for character in '"\\#{}'):  # what the f-strings of Python 3.11 cannot hold
        form = "".join(_doubled(letters) if hole is None else "{}" for letters, hole in pieces)
        return f'"{_escaped(form)}".format({", ".join(holes)})'
    return 'f"' + "".join(_escaped(_doubled(letters)) if hole is None else f"{{{hole}}}" for letters, hole in pieces) + '"'


def comment_lines(text: str, *, width: int = WIDTH) -> list[str]:
    """Make comment lines of a remark; none of an empty one."""
    return [f"# {line}" for line in textwrap.wrap(one_line(text), max(40, width - 2), break_long_words=False, break_on_hyphens=False)]


def one_line(text: str) -> str:
    """Put a text on one line, with what cannot be seen made visible."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in " ".join(text.split()))


def docstring_lines(title: str, about: str | None) -> list[str]:
    """Make the lines of a docstring of a title and paragraphs."""
    first = one_line(title) or "Scenario"
    paragraphs = [one_line(part) for part in (about or "").split("\n\n")]
    lines = textwrap.wrap(first, WIDTH - 10, break_long_words=False, break_on_hyphens=False)
    for paragraph in filter(None, paragraphs):
        lines += ["", *textwrap.wrap(paragraph, WIDTH - 4, break_long_words=False, break_on_hyphens=False)]
    body = re.sub('"{3,}|"$', lambda quotes: '\\"' * len(quotes[0]), "\n".join(lines).replace("\\", "\\\\"))
    if len(lines) > 1:
        return [*f'"""{body}'.split("\n"), '"""']
    return [f'"""{body}"""']


def _doubled(letters: str) -> str:
    return letters.replace("{", "{{").replace("}", "}}")


def _escaped(letters: str) -> str:
    return "".join(_escape(character) for character in letters)


def _escape(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else repr(character)[1:-1]
