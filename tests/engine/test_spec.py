import sys
from pathlib import Path

import pytest

from engine.errors import ProgramError
from engine.spec import Limits, RunSpec


def test_a_spec_survives_its_line_of_json() -> None:
    spec = RunSpec(
        program="a b.py", args=("1", "\udcff"), env={"A": "1"}, stdio="capture", stdin="x\n", limits=Limits(wall_ns=5, events=7), run_id="r"
    )

    assert "\n" not in spec.to_json()
    assert RunSpec.from_json(spec.to_json()) == spec


@pytest.mark.parametrize(
    ("spec", "command", "name"),
    [
        (RunSpec(program="x/a.py", args=("1",), python="py"), ["py", "x/a.py", "1"], "a.py"),
        (RunSpec(module="pkg.mod", args=("1",), python="py"), ["py", "-m", "pkg.mod", "1"], "pkg.mod"),
        (RunSpec(code="pass", python="py"), ["py", "-c", "pass"], "-c"),
        (RunSpec(program="a.py", name="Ticket", python="py"), ["py", "a.py"], "Ticket"),
    ],
)
def test_the_command_is_what_one_would_type(spec: RunSpec, command: list[str], name: str) -> None:
    assert spec.command() == command
    assert spec.display_name == name


def test_the_source_is_the_programs_text(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("print('é')\n", encoding="utf-8")

    assert RunSpec(program="a.py", cwd=str(tmp_path)).source() == "print('é')\n"
    assert RunSpec(code="pass").source() == "pass"
    assert RunSpec(code="pass", source_file="a.py", cwd=str(tmp_path)).source() == "print('é')\n"
    assert RunSpec(module="this").source() is None
    assert RunSpec(program="gone.py", cwd=str(tmp_path)).source() is None


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"program": "gone.py"}, "no file gone.py"),
        ({"program": "folder"}, "__main__.py"),
        ({"program": "a.py", "code": "pass"}, "one program"),
        ({}, "one program"),
        ({"program": "a.py", "python": "/no/python"}, "no Python interpreter"),
        ({"code": "pass", "args": ("\0",)}, "zero byte"),
        ({"program": "a.py/b.py"}, "no file|cannot be used"),
    ],
)
def test_what_cannot_be_started_is_said_in_a_sentence(tmp_path: Path, given: dict[str, object], word: str) -> None:
    (tmp_path / "a.py").write_text("pass")
    (tmp_path / "folder").mkdir()

    with pytest.raises(ProgramError, match=word):
        RunSpec(cwd=str(tmp_path), **given).check()  # type: ignore[arg-type]


def test_a_missing_folder_is_said() -> None:
    with pytest.raises(ProgramError, match="no folder"):
        RunSpec(code="pass", cwd="/no/such").check()


def test_a_folder_with_a_main_and_a_good_file_pass(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("pass")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__main__.py").write_text("pass")

    RunSpec(program="a.py", cwd=str(tmp_path)).check()
    RunSpec(program="app", cwd=str(tmp_path)).check()
    RunSpec(code="pass", python=sys.executable).check()
