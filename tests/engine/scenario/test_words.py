"""Names, expressions, references and texts with holes."""

import pytest
from pydantic import TypeAdapter, ValidationError

from engine.scenario import words
from engine.scenario.words import Texts, names_in, parse_expression, split_reference, split_text, text_in


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "(index + 1) % 5",
        "'done'",
        "cups[0] > 2 and not full",
        "a if b else c",
        "[1, 2]",
        "len(orders) in (1, 2)",
        r"'it\'s a \\ \x7b'",
    ],
)
def test_an_expression_computes(text: str) -> None:
    parse_expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a b",
        "open('x')",
        "a.b",
        "lambda: 1",
        "[x for x in y]",
        "a := 1",
        "2 ** 9",
        "f'{a}'",
        "1j",
        "b'x'",
        "...",
        "max(a, key=b)",
        "a[1:2]",
        "1 # why",
        "(1 +\n 2)",
        "'\\n'",
        "'\\d'",
        "'\\ud800'",
        "9" * 40,
        "1e400",
        "a\u202e",
        "(" * 150,
        "__import__('os')",
        "await a",
        "*a",
        "a @ b",
        "1 << 9",
    ],
)
def test_an_expression_does_nothing_else(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_expression(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a = 1", "to compare, write =="),
        ("a >= 1 && b == 2", "write `and`, `or`"),
        ("!a", "write `not`"),
        ("10ms", "times are numbers of seconds, as 0.01"),
        ("min(a", "a bracket has no partner; inside { } put what has commas into quotes"),
        ("b)", "a bracket has no partner; inside { } put what has commas into quotes"),
        ("hello world", "a text is written with quotes inside: \"'done'\""),
        ("a >= != b", "a text is written with quotes inside: \"'done'\""),
        ("f(a) (b c)", "a text is written with quotes inside: \"'done'\""),
    ],
)
def test_slips_are_told_what_to_write_instead(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        parse_expression(text)
    assert str(caught.value) == f"this is no expression; {hint}"


@pytest.mark.parametrize(("text", "what"), [("2 ** 9", "`**`"), ("a is None", "`is` (write ==)"), ("a.b", "a dot"), ("1j", "a complex")])
def test_what_does_not_belong_there_is_called_as_it_is_written(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        parse_expression(text)
    assert str(caught.value) == f"{what} does not belong into an expression"


def test_functions_are_no_names() -> None:
    assert set(names_in("max(a, len(b)) + a")) == {"a", "b"}


def test_a_reference_has_a_subscript_or_none() -> None:
    assert split_reference("door") == ("door", None)
    assert split_reference(" fork[(index + 1) % 5] ") == ("fork", "(index + 1) % 5")


@pytest.mark.parametrize("text", ["", "1a", "a b", "a[", "a[]", "a[0][1]", "a.b", "fork[lambda: 1]", "é"])
def test_what_is_no_reference(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        split_reference(text)


def test_a_text_has_holes_and_braces() -> None:
    assert split_text("ate {index} of {{5}}") == [("ate ", None), ("", "index"), (" of {5}", None)]


@pytest.mark.parametrize("text", ["{", "}", "{}", "a {b", "{a b}"])
def test_a_hole_holds_an_expression(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        split_text(text)


@pytest.mark.parametrize("name", ["if", "match", "print", "index", "seed", "main", "len", "1a", "a-b", "", "_a", "é", "a" * 61])
def test_names_that_cannot_be(name: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(words.Name).validate_python(name)


def test_a_remark_becomes_one_line() -> None:
    assert TypeAdapter(words.Remark).validate_python("two\n lines \n") == "two lines"


def test_a_printed_text_keeps_its_spaces() -> None:
    assert TypeAdapter(words.Template).validate_python("  in a line\n") == "  in a line"


@pytest.mark.parametrize("text", ["", " ", "a\x00", "a\u200d", "a\nb", "a\ud800"])
def test_texts_that_cannot_be(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(words.Words).validate_python(text)


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (words.Seconds, -1, "give a number from 0 to 3600"),
        (words.Seconds, True, "give a number of seconds or an expression"),
        (words.Seconds, [], "give a number of seconds or an expression"),
        (words.Value, {}, "give a number, true, false, null or an expression"),
        (words.Number, None, "give a number or an expression"),
        (words.Scalar, None, "give a number, true, false or a text"),
        (words.Scalar, "", "a text cannot be blank"),
    ],
)
def test_one_problem_is_told_once(kind: object, value: object, sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    assert [error["msg"] for error in caught.value.errors()] == [sentence]


def test_a_title_in_the_language_that_is_there() -> None:
    assert text_in("a", "zh-CN") == "a"
    assert text_in(Texts(en="a", zh_cn="甲"), "zh-CN") == "甲"
    assert text_in(Texts(en="a"), "zh-CN") == text_in(Texts(en="a"), "en") == "a"
    assert text_in(None) == ""
