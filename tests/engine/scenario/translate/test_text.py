import ast

import pytest

from engine.scenario.translate.text import comment_lines, docstring_lines, filled, literal, one_line


@pytest.mark.parametrize(
    ("value", "source"),
    [("plain", '"plain"'), ("it's", '"it\'s"'), ('a "b"', "'a \"b\"'"),
     ("'\"", '"\'\\""'), ("a\\n", '"a\\\\n"'), ("a\n", '"a\\n"'), ("中", '"中"'),
     ("\u2028", '"\\u2028"'), (1, "1"), (0.5, "0.5"), (True, "True"), (None, "None")],
)  # fmt: skip
def test_literals_are_written_as_one_writes_them(value: object, source: str) -> None:
    assert literal(value) == source
    assert ast.literal_eval(source) == value


def test_what_f_strings_of_older_pythons_cannot_hold_is_filled_in_otherwise() -> None:
    assert filled([("a {", None), ("", "n"), ("}", None)]) == 'f"a {{{n}}}"'
    assert filled([("a", None)]) == '"a"'
    assert filled([("{", None), ("", r"'\n'")]) == "\"{{{}\".format('\\n')"


def test_comments_are_one_line_each() -> None:
    assert comment_lines("a\u2028b\x85c\u200b") == ["# a b c\\u200b"]
    assert comment_lines(" \u2029") == []
    assert all(len(line) <= 100 and line.startswith("# ") for line in comment_lines("word " * 100))


@pytest.mark.parametrize("title", ['"""', '"', 'a "b"', '""""""', "a\\", '\\"', "\\N{x}", "#", "x" * 300, '"' * 120])
@pytest.mark.parametrize("about", [None, '"""', 'ends with "', "one\n\ntwo \\"])
def test_docstrings_hold_any_text(title: str, about: str | None) -> None:
    lines = docstring_lines(title, about)
    text = ast.literal_eval("\n".join(lines))
    assert " ".join(text.split()) == " ".join(f"{title} {about or ''}".split())


def test_nothing_to_say_says_something() -> None:
    assert docstring_lines("\u2028", None) == ['"""Scenario"""']
    assert one_line("a\tb\n c") == "a b c"
