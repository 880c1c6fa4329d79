"""How a hook takes a place without being seen."""

import pickle
import time
import traceback
from types import ModuleType

import pytest

from engine.probe import hooking


class Sample:
    """A class to be hooked."""

    def method(self, number: int) -> int:
        """Double it."""
        return number * 2


def test_a_method_keeps_its_name_documentation_and_module(monkeypatch: pytest.MonkeyPatch) -> None:
    original = Sample.method
    monkeypatch.setattr(Sample, "method", original)

    def make(original: object) -> object:
        def hook(self: Sample, number: int) -> int:
            return 1 + original(self, number)  # type: ignore[operator]

        return hook

    hooking.method(Sample, "method", make)  # type: ignore[arg-type]
    assert Sample().method(2) == 5
    assert (Sample.method.__name__, Sample.method.__qualname__, Sample.method.__doc__) == ("method", "Sample.method", "Double it.")
    assert Sample.method.__module__ == __name__


def test_a_missing_method_is_let_be() -> None:
    hooking.method(Sample, "nothing", lambda original: original)
    assert not hasattr(Sample, "nothing")


def test_a_builtins_stand_in_is_not_bound_and_looks_like_it(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("time")
    module.sleep = time.sleep  # type: ignore[attr-defined]
    hooking.builtin(module, "sleep", lambda *arguments: arguments)

    class Holder:
        sleep = module.sleep

    assert Holder().sleep(1) == (1,)
    assert repr(module.sleep) == "<built-in function sleep>"
    monkeypatch.setattr(time, "sleep", module.sleep)
    assert pickle.loads(pickle.dumps(module.sleep)) is module.sleep


def test_only_entries_of_ours_are_dropped_from_a_traceback() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        _ = 1 / 0
    before = traceback.format_tb(caught.value.__traceback__)
    hooking.unseen(caught.value)
    assert traceback.format_tb(caught.value.__traceback__) == before
