"""Starting a run from an interpreter we are a guest in: where we are found, and what is said when no answer comes."""

import json
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from lockstep.calling import Call, NoAnswerError, root

ROOT = Path(__file__).resolve().parents[4]


def call(folder: Path) -> Call:
    return Call(spec={}, timeout=None, out=folder / "a", html=folder / "b", html_always=False, folder=folder)


def test_our_app_is_found_in_a_checkout_and_in_an_installation(tmp_path: Path) -> None:
    assert root() == ROOT
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "record.py").touch()
    assert root(tmp_path / "lockstep") == tmp_path


def test_pytest_finds_the_plugin_by_its_entry_point() -> None:
    assert "lockstep.pytest_plugin" in {entry.value for entry in entry_points(group="pytest11", name="lockstep")}


def test_no_answer_and_a_problem_are_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(NoAnswerError, match="ended before it could tell"):
        call(tmp_path).answer()
    (tmp_path / "answer.json").write_text(json.dumps({"problem": "There is no Python interpreter at x."}))
    with pytest.raises(NoAnswerError, match="no Python interpreter at x"):
        call(tmp_path).answer()


def test_what_cannot_be_run_is_answered_with_a_sentence(tmp_path: Path) -> None:
    order = Call(spec={"program": "gone.py"}, timeout=1, out=tmp_path / "a", html=tmp_path / "b", html_always=False, folder=tmp_path)
    with order.start() as process:
        assert process.wait() == 0
    with pytest.raises(NoAnswerError, match=r"no file gone\.py"):
        order.answer()
