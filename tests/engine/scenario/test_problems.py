"""How problems are put."""

import pytest

from engine.scenario.problems import nearest, pointer_of, problem, suggestion


def test_a_pointer_escapes_what_it_is_made_of() -> None:
    assert pointer_of(("a/b", 0, "c~")) == "/a~1b/0/c~0"
    assert pointer_of(()) == ""


def test_nothing_is_sent_back_at_length() -> None:
    found = problem(("x" * 1000,), "code", "y" * 1000)
    assert len(found.pointer) <= 41
    assert len(found.detail) == 120


@pytest.mark.parametrize(("word", "near"), [("timout", "timeout"), ("Timeout", "timeout"), ("xyz", None), ("t" * 100_000, None)])
def test_the_nearest_word(word: str, near: str | None) -> None:
    assert nearest(word, ["timeout", "else", "into"]) == near
    assert suggestion(word, ["timeout"]) == (f"; did you mean `{near}`?" if near else "")
