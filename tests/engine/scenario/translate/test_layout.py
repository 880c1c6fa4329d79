import pytest

from engine.scenario.translate.layout import BLANK, Line, fold, render


def test_lines_are_indented_and_point_to_what_they_stand_for() -> None:
    source, pointers = render([Line(0, "def f():", "/a"), Line(1, "pass", "/b"), BLANK, Line(0, "f()")])
    assert source == "def f():\n    pass\n\nf()\n"
    assert pointers == {1: "/a", 2: "/b"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("call(aaaa, bbbb)", ["call(aaaa, bbbb)"]),
        ("call(aaaa, bbbb, cccc)", ["call(", "    aaaa, bbbb, cccc", ")"]),
        ("call(aaaa, bbbb, cccc, dddd)", ["call(", "    aaaa,", "    bbbb,", "    cccc,", "    dddd,", ")"]),
        (
            "x = [f(i, 1) for i in many]",
            ["x = [", "    f(i, 1)", "    for i in many", "]"],
        ),
        ("items[index] = call(1, 22222)", ["items[index] = call(", "    1, 22222", ")"]),
        ("value = some[index + 1000000]", ["value = some[index + 1000000]"]),
        ("# a remark (that is long) stays", ["# a remark (that is long) stays"]),
        ('say(f"{a} (b, {c})", flush=True)', ["say(", '    f"{a} (b, {c})",', "    flush=True,", ")"]),
    ],
)
def test_a_long_statement_is_folded_at_its_last_bracket(text: str, lines: list[str]) -> None:
    assert fold(text, 20) == lines


def test_prose_is_never_folded() -> None:
    source, _ = render([Line(0, '"""' + "word (and, more) " * 20 + '"""', None, is_prose=True)])
    assert source.count("\n") == 1
