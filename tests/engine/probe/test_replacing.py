"""A hook looks like what it replaces and shows in no traceback."""

import inspect

import pytest

from engine.probe.replacing import quietly, replace, wrap


class Library:
    def work(self, number: int) -> int:
        """Do the work."""
        return number + 1

    @staticmethod
    def help() -> str:
        return "help"


@pytest.fixture
def library() -> type[Library]:
    return type("Library", (), dict(vars(Library)))


def test_a_hook_has_the_names_and_the_signature(library: type[Library]) -> None:
    original = library.work
    replace(library, "work", lambda self, *args: original(self, *args) * 10)
    assert library().work(1) == 20
    assert (library.work.__qualname__, library.work.__doc__) == ("Library.work", "Do the work.")
    assert inspect.signature(library.work) == inspect.signature(Library.work)


def test_a_static_method_stays_one(library: type[Library]) -> None:
    replace(library, "help", lambda: "ours")
    assert library().help() == "ours"


def test_a_report_that_fails_is_none() -> None:
    quietly(int, "not a number")


def test_a_hook_can_be_made_around_the_original(library: type[Library]) -> None:
    wrap(library, "work", lambda original: lambda self, number: original(self, number) * 10)
    assert library().work(1) == 20
