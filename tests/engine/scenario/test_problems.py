"""How problems are put."""

import pytest

from engine.scenario.problems import nearest, pointer_of, problem, sentence_of, suggestion, unknown
from engine.scenario.sentences import Unfit, say


def test_a_pointer_escapes_what_it_is_made_of() -> None:
    assert pointer_of(("a/b", 0, "c~")) == "/a~1b/0/c~0"
    assert pointer_of(()) == ""


def test_nothing_is_sent_back_at_length() -> None:
    found = problem(("x" * 1000,), "code", say("detail.name.alike", name="y" * 1000, other="z" * 1000))
    assert len(found.pointer) <= 41
    assert len(found.detail) <= 120
    assert found.parameters == {"name": "y" * 39 + "…", "other": "z" * 39 + "…"}


@pytest.mark.parametrize(("word", "near"), [("timout", "timeout"), ("Timeout", "timeout"), ("xyz", None), ("t" * 100_000, None)])
def test_the_nearest_word(word: str, near: str | None) -> None:
    assert nearest(word, ["timeout", "else", "into"]) == near
    assert str(suggestion(word, ["timeout"])) == (f"; did you mean `{near}`?" if near else "")


def test_nothing_of_a_name_with_the_nearest_that_there_is() -> None:
    said = unknown(["lock", "rlock", "event"], "lok", ["lock", "queue"])
    assert said.text == "there is no lock or event `lok`; did you mean `lock`?"
    assert unknown(["worker"], "cook-9", ["cook"], "cook").text == "there is no worker `cook-9`; did you mean `cook`?"


def test_what_an_error_says_is_a_sentence() -> None:
    assert sentence_of(Unfit("detail.round")) == say("detail.round")
    assert sentence_of(ValueError("so it is")).text == "so it is"
