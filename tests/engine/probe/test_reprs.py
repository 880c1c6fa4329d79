"""Values shown without running the program's code."""

import threading
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from engine.probe.reprs import LENGTH, short_repr


class Hostile:
    """Everything about it is trouble."""

    def __repr__(self) -> NoReturn:
        raise AssertionError("called")

    __str__ = __len__ = __iter__ = __hash__ = __eq__ = __getattr__ = __getattribute__ = __repr__  # type: ignore[assignment]


class HostileList(list[Any]):
    """A list whose methods are trouble."""

    def __iter__(self) -> NoReturn:
        raise AssertionError("called")

    __len__ = __repr__ = __iter__  # type: ignore[assignment]


class Meta(type):
    """A metaclass that is trouble."""

    @property
    def __name__(cls) -> NoReturn:  # type: ignore[override]
        raise AssertionError("called")


class Odd(metaclass=Meta):
    """Its class cannot be asked for its name."""


SHOWN: list[tuple[Callable[[], object], str]] = [
    (lambda: 1, "1"),
    (lambda: -12345678901, "-12345678901"),
    (lambda: True, "True"),
    (lambda: None, "None"),
    (lambda: 1.5, "1.5"),
    (lambda: "text", "'text'"),
    (lambda: "名", "'名'"),
    (lambda: b"bytes", "b'bytes'"),
    (lambda: [], "[]"),
    (lambda: [1, "a"], "[1, 'a']"),
    (lambda: (1,), "(1,)"),
    (lambda: (), "()"),
    (lambda: {"a": 1}, "{'a': 1}"),
    (lambda: set(), "set()"),
    (lambda: {1}, "{1}"),
    (lambda: frozenset({1}), "frozenset({1})"),
    (lambda: ..., "Ellipsis"),
    (lambda: range(3), "range(0, 3)"),
    (lambda: int, "<class int>"),
    (lambda: len, "<function len>"),
    (lambda: 10**5000, "<int of 16610 bits>"),
    (lambda: Hostile(), "<Hostile>"),
    (lambda: [Hostile()], "[<Hostile>]"),
    (lambda: HostileList(), "<HostileList>"),
    (lambda: Odd(), "<Odd>"),
    (lambda: Odd, "<Meta>"),
    (lambda: [[[[1]]]], "[[[...]]]"),
]


@pytest.mark.parametrize(("make", "shown"), SHOWN, ids=[shown for _, shown in SHOWN])
def test_a_value_is_shown(make: Callable[[], object], shown: str) -> None:
    assert short_repr(make()) == shown


def test_what_is_long_is_cut() -> None:
    for value in ("x" * 10**6, ["y" * 100] * 100, dict.fromkeys(range(1000)), list(range(10**6)), bytes(10**6)):
        shown = short_repr(value)
        assert len(shown) <= LENGTH
        assert "..." in shown


def test_what_contains_itself_ends() -> None:
    loop: list[Any] = []
    loop.append(loop)
    assert short_repr(loop) == "[[[...]]]"


def test_what_changes_under_our_eyes_does_not_raise() -> None:
    table: dict[int, int] = {}
    stop = threading.Event()

    def churn() -> None:
        while not stop.is_set():
            table.clear()
            table.update(dict.fromkeys(range(5)))  # type: ignore[arg-type]

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        for _ in range(2000):
            assert short_repr(table)
    finally:
        stop.set()
        thread.join()
