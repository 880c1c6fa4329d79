"""The file that brings the probe in, and takes itself out."""

import subprocess
from pathlib import Path

from tests.engine.probe.helpers import SITE, environment, every_python, run_both


@every_python
def test_nothing_of_it_is_left_but_the_private_package(python: str, tmp_path: Path) -> None:
    source = """
import sys
print("sitecustomize" in sys.modules, "enum" in sys.modules)
import enum
print(issubclass(enum.IntEnum, int), enum.__file__ is not None)
print([path for path in sys.path if "probe" in path])
"""
    run_both(source, tmp_path, python=python)


@every_python
def test_without_a_run_directory_it_does_nothing(python: str, tmp_path: Path) -> None:
    env = {"PYTHONPATH": str(SITE)}
    source = "import sys, threading\nprint(type(threading.RLock()).__dict__.get('__slots__'), [type(finder) for finder in sys.meta_path])\n"
    done = subprocess.run([python, "-c", source], env=env, capture_output=True, text=True, timeout=60)
    plain = subprocess.run([python, "-c", source], env={}, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == (plain.stdout, plain.stderr)


@every_python
def test_an_error_in_the_programs_own_sitecustomize_shows_as_ever(python: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import no_such_module\n")
    (tmp_path / "rings").mkdir()
    env = environment(tmp_path / "rings", PYTHONPATH=f"{SITE}:{tmp_path}")
    done = subprocess.run([python, "-c", "print('goes on')"], env=env, capture_output=True, text=True, timeout=60)
    plain = subprocess.run(
        [python, "-c", "print('goes on')"], env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr, done.returncode) == (plain.stdout, plain.stderr, plain.returncode)
