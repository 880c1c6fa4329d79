import os

import pytest

from engine.errors import KernelError
from engine.kernel import choose
from engine.kernel.choose import open_source


def refuse(pid: int) -> None:
    raise KernelError("The kernel refuses.")


def test_where_switches_are_refused_it_samples_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "SwitchSource", refuse)

    source = open_source(os.getpid())

    assert source.name == "sampled"
    assert source.note is not None
    assert source.note.startswith("The kernel refuses. ")


def test_who_insists_on_measuring_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "SwitchSource", refuse)

    with pytest.raises(KernelError, match="refuses"):
        open_source(os.getpid(), "measured")


@pytest.mark.parametrize("name", ["sampled", "inferred"])
def test_a_lesser_source_can_be_asked_for(name: str) -> None:
    source = open_source(os.getpid(), name)  # type: ignore[arg-type] # the parameter's values are the literal's

    assert source.name == name
    assert source.note
