import os
import platform
import sys

import pytest

from engine.errors import ProgramError
from engine.spec import RunSpec
from engine.supervisor.interpreter import find_version, parse_answer


def test_our_own_interpreter_is_known_without_asking() -> None:
    assert find_version(RunSpec(code="", python=sys.executable)) == platform.python_version()


def test_another_interpreter_is_asked() -> None:
    path = os.path.realpath(sys.executable)

    assert find_version(RunSpec(code="", python=path)) == platform.python_version()


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("CPython 3.10.2 True", "3.11 and later"),
        ("PyPy 3.11.2 True", "watches CPython"),
        ("CPython 3.14.0 False", "is free-threaded"),
        ("", "does not answer"),
        ("CPython x", "does not answer"),
    ],
)
def test_one_that_cannot_be_watched_is_refused(answer: str, word: str) -> None:
    with pytest.raises(ProgramError, match=word):
        parse_answer("py", answer)


def test_one_whose_threads_take_turns_is_taken() -> None:
    assert parse_answer("py", "CPython 3.14.2 True") == "3.14.2"


@pytest.mark.parametrize(("python", "word"), [("/no/python", "cannot be started"), ("/bin/false", "does not answer")])
def test_what_is_no_interpreter_is_refused(python: str, word: str) -> None:
    with pytest.raises(ProgramError, match=word):
        find_version(RunSpec(code="", python=python))
