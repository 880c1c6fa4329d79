"""Knobs: read from our own files, checked when turned, and the same numbers as the program's own."""

import ast
from typing import Any

import pytest

from app.knobs import arguments_for, pointer_part, read_knobs, spelled
from app.library import Library
from app.messages import LANGUAGES
from app.problems import Problem
from app.settings import PACKAGE

WORDS = {"en": "a", "zh-CN": "甲"}
KNOBS = read_knobs(
    {
        "count": {"kind": "int", "default": 3, "minimum": 1, "maximum": 9, **WORDS},
        "pause": {"kind": "number", "default": 0.5, "minimum": 0, "maximum": 1, **WORDS},
        "order": {"kind": "choice", "default": "up", "choices": {"up": WORDS, "down": WORDS}, **WORDS},
    }
)
LESSONS = {lesson.id: lesson for lesson in Library.load(PACKAGE / "lessons").all() if lesson.knobs}


def test_what_is_not_turned_keeps_its_default() -> None:
    assert arguments_for(KNOBS, {}) == ("3", "0.5", "up")
    assert arguments_for(KNOBS, {"order": "down", "pause": 1.0, "count": 9}) == ("9", "1", "down")


@pytest.mark.parametrize("value", [0, 10, 1.0, True, "3", None, [3], {}, 10**400])
def test_a_whole_number_is_checked(value: Any) -> None:
    with pytest.raises(Problem) as caught:
        arguments_for(KNOBS, {"count": value})
    assert (caught.value.status, caught.value.code, caught.value.errors[0].pointer) == (422, "invalid-knob", "/knobs/count")


@pytest.mark.parametrize(
    ("name", "value"), [("pause", -0.1), ("pause", True), ("pause", "1"), ("pause", [1]), ("order", "sideways"), ("order", 1)]
)
def test_numbers_and_choices_are_checked(name: str, value: Any) -> None:
    with pytest.raises(Problem, match=f"/knobs/{name}: "):
        arguments_for(KNOBS, {name: value})


def test_every_wrong_knob_is_named_and_so_are_those_there_are() -> None:
    with pytest.raises(Problem) as caught:
        arguments_for(KNOBS, {"a/b~": 1, "count": 0})
    assert [error.pointer for error in caught.value.errors] == ["/knobs/a~1b~0", "/knobs/count"]
    assert caught.value.errors[0].detail == "There is no such knob; there are: count, pause, order."
    with pytest.raises(Problem, match="This example has no knobs"):
        arguments_for((), {"count": 1})
    assert len(pointer_part("x" * 99)) == 40


def test_a_default_that_does_not_fit_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="the default of the knob count"):
        read_knobs({"count": {"kind": "int", "default": 0, "minimum": 1, "maximum": 9, **WORDS}})


def test_values_are_spelled_as_a_program_reads_them() -> None:
    assert [spelled(value) for value in (3, 3.0, 0.25, "up")] == ["3", "3", "0.25", "up"]


def own_defaults(source: str) -> tuple[Any, ...]:
    """Find the defaults of a program: the right side of its one `sys.argv[1:] or (...)`."""
    (found,) = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.BoolOp) and "sys.argv[1:]" in ast.unparse(node)]
    return tuple(ast.literal_eval(found.values[1]))


@pytest.mark.parametrize("lesson_id", LESSONS)
def test_a_knobs_default_is_the_programs_own(lesson_id: str) -> None:
    lesson = LESSONS[lesson_id]
    assert arguments_for(lesson.knobs, {}) == tuple(str(value) for value in own_defaults(lesson.source))
    for knob in lesson.knobs:
        assert set(knob.texts) == set(LANGUAGES)
        assert all(set(texts) == set(LANGUAGES) for texts in knob.choices.values())


def test_the_examples_that_ask_how_many_have_knobs() -> None:
    assert {"ticket-race", "producer-consumer", "philosophers", "thread-pool", "gil", "semaphore"} <= set(LESSONS)
