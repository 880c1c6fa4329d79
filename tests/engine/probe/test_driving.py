"""Which programs drive generators by hand, as far as their text tells."""

import os
import sys
from pathlib import Path

import pytest

from engine.probe import driving
from tests.engine.probe.greens import tell
from tests.engine.probe.helpers import each_python


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("def g():\n    yield 1\nnext(g())", True),
        ("def g():\n    x = yield", True),
        ("async def c():\n    pass\nc().send(None)", True),
        ("def g():\n    yield 1\nprint(list(g()))", False),
        ("print(next(iter([1])))", False),
        ("", False),
    ],
)
def test_a_text_that_has_generators_and_drives_them_is_found(text: str, is_so: bool) -> None:
    assert driving.drives(text) is is_so


def test_the_text_of_a_program_is_found_by_how_python_was_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program.py"
    program.write_text("next(g)")
    monkeypatch.chdir(tmp_path)
    assert driving.program_text(["-X", "dev", "-u", str(program), "-c", "other"]) == "next(g)"
    assert driving.program_text(["-m", "program"]) == "next(g)"
    assert driving.program_text(["-c", "text"]) == "text"
    assert driving.program_text(["-c"]) == ""
    assert driving.program_text([str(tmp_path / "missing.py")]) == ""
    assert driving.program_text([]) == ""


def test_a_program_that_comes_through_a_pipe_is_left_to_the_interpreter() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"next(g)")
    os.close(writing)
    assert driving.program_text([f"/dev/fd/{reading}"]) == ""
    assert os.read(reading, 100) == b"next(g)"
    os.close(reading)


def test_only_the_programs_own_modules_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.py").write_text("mine")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__init__.py").write_text("a package")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert driving.module_text("own", None) == "mine"
    assert driving.module_text("package", None) == "a package"
    assert driving.module_text("package.own", [str(tmp_path)]) == "mine"
    assert driving.module_text("json", None) == ""
    assert driving.module_text("abc", [str(Path(pytest.__file__).parent)]) == ""


@each_python
def test_generators_of_a_module_that_the_program_imports_are_seen(python: str, tmp_path: Path) -> None:
    (tmp_path / "jobs.py").write_text(
        "def task():\n    yield 1\n    yield 2\n\ndef run():\n    one = task()\n    print(next(one), next(one))\n"
    )
    assert tell("import jobs\njobs.run()\n", tmp_path, python).steps()[:4] == ["task", "<"] * 2


@each_python
def test_a_program_that_drives_none_is_not_watched(python: str, tmp_path: Path) -> None:
    source = """
import sys
def numbers():
    yield 1
print(list(numbers()), sys.getprofile())
if sys.version_info >= (3, 12):
    print([sys.monitoring.get_tool(number) for number in range(6)])
"""
    assert not tell(source, tmp_path, python).kinds
