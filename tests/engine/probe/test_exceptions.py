"""Exceptions that nobody caught."""

from pathlib import Path
from typing import Any

import pytest

from engine.probe.exceptions import describe, where
from engine.probe.kinds import Kind
from tests.engine.probe.helpers import each_python, of, run_both


@each_python
def test_the_main_threads_is_recorded_and_printed_as_ever(python: str, tmp_path: Path) -> None:
    source = "import threading\ndef fail():\n    with threading.Lock():\n        raise ValueError('no good')\nfail()\n"
    records = run_both(source, tmp_path, python=python)
    found = of(records, Kind.EXCEPTION)
    assert [record.text.split("\x1f") for record in found] == [["ValueError: no good", str(tmp_path / "program.py"), "4"]]
    assert of(records, Kind.PROCESS_END)[0].value == 1


@each_python
def test_a_hook_of_the_programs_is_called_and_exits_are_no_exceptions(python: str, tmp_path: Path) -> None:
    hooked = "import sys\nprint(sys.excepthook is sys.__excepthook__)\nsys.excepthook = lambda *e: print('hook', e[0])\n1 / 0\n"
    assert len(of(run_both(hooked, tmp_path, python=python), Kind.EXCEPTION)) == 1
    for number, way_out in enumerate(("sys.exit(3)", "sys.exit('sorry')", "raise SystemExit", "import os; os._exit(4)")):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert not of(run_both(f"import sys\n{way_out}\n", folder, python=python), Kind.EXCEPTION)


@each_python
def test_a_syntax_error_looks_as_ever_and_is_recorded_with_its_line(python: str, tmp_path: Path) -> None:
    (record,) = of(run_both("import threading\ndef broken(:\n", tmp_path, python=python), Kind.EXCEPTION)
    message, file, line = record.text.split("\x1f")
    assert (message.split(":")[0], file, line) == ("SyntaxError", str(tmp_path / "program.py"), "2")


class Loud(Exception):
    def __str__(self) -> str:
        raise AssertionError("called")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ValueError("no good"), "ValueError: no good"),
        (ValueError(), "ValueError"),
        (TimeoutError(), "TimeoutError"),
        (ValueError(1), "ValueError: 1"),
        (ValueError("a", "b"), "ValueError: ('a', 'b')"),
        (KeyError("key"), "KeyError: 'key'"),
        (FileNotFoundError(2, "No such file", "x"), "FileNotFoundError: [Errno 2] No such file: 'x'"),
        (Loud("secret"), "Loud"),
        (ValueError(Loud()), "ValueError: <Loud>"),
    ],
    ids=range(9),
)
def test_an_exception_is_described_without_running_its_code(error: BaseException, text: str) -> None:
    assert describe(error) == text


def test_the_place_of_an_exception_is_the_line_that_called_compiled_code_and_none_inside_of_it() -> None:
    namespace: dict[str, Any] = {"__file__": "/somewhere/compiled.so"}
    exec(compile("def fail(): raise LookupError", "src/compiled.pyx", "exec"), namespace)
    with pytest.raises(LookupError) as caught:
        namespace["fail"]()
    file, _, function = where(caught.value.__traceback__)
    assert (file, function) == (__file__, "test_the_place_of_an_exception_is_the_line_that_called_compiled_code_and_none_inside_of_it")
