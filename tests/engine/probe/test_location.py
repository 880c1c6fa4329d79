"""Whose line it was."""

from pathlib import Path

from engine.probe.kinds import Definition, Kind
from engine.probe.location import is_internal
from tests.engine.probe.helpers import every_python, of, run_both


@every_python
def test_the_innermost_line_of_the_program_is_named(python: str, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("import threading\n\n\ndef make():\n    return threading.Condition()\n")
    source = """
import mine, os
os.chdir("/")
condition = mine.make()
class Box:
    def open(self):
        with condition:
            condition.wait_for(lambda: True)
Box().open()
exec("condition.acquire()\\ncondition.release()")
"""
    records = run_both(source, tmp_path, python=python)
    assert [(Path(record.file).name, record.line) for record in of(records, Kind.CREATE)] == [("mine.py", 5)]
    assert [(Path(record.file).name, record.line) for record in of(records, Kind.ACQUIRE)] == [("program.py", 7), ("program.py", 10)]
    assert {Path(record.file).parent for record in of(records, Kind.ACQUIRE)} == {tmp_path}
    said = [record.text for record in of(records, Kind.DEFINE) if record.flags == Definition.LOCATION]
    assert len(said) == len(set(said))
    assert any(text.endswith("\x1fBox.open") for text in said)


@every_python
def test_each_line_has_its_own_place_even_in_code_that_comes_and_goes(python: str, tmp_path: Path) -> None:
    source = """
import threading
lock = threading.Lock()
for number in range(50):
    space = {"lock": lock}
    exec(compile("\\n" * number + "def work():\\n  with lock: pass\\n", f"/made/up-{number}.py", "exec"), space)
    space["work"]()
"""
    found = of(run_both(source, tmp_path, python=python), Kind.ACQUIRE)
    assert [(record.file, record.line) for record in found] == [(f"/made/up-{number}.py", number + 2) for number in range(50)]


@every_python
def test_a_program_given_as_text_has_lines_too(python: str, tmp_path: Path) -> None:
    import subprocess

    from tests.engine.probe.helpers import environment, read

    (tmp_path / "rings").mkdir()
    source = "import threading\nlock = threading.Lock()\nwith lock: pass\n"
    subprocess.run([python, "-c", source], env=environment(tmp_path / "rings"), check=True, timeout=60)
    assert [(record.file, record.line) for record in of(read(tmp_path), Kind.ACQUIRE)] == [("<string>", 3)]


def test_the_standard_library_is_internal_its_tests_and_third_parties_are_not() -> None:
    library = Path(__import__("os").__file__).parent
    assert is_internal(str(library / "threading.py"))
    assert is_internal("<frozen importlib._bootstrap>")
    assert not is_internal(str(library / "test" / "test_queue.py"))
    assert not is_internal(str(library / "site-packages" / "package.py"))
    assert not is_internal("/home/somebody/program.py")
