"""Tests whether files are there, and what is done on the strength of them."""

from pathlib import Path

from engine.probe.kinds import Kind, Presence
from tests.engine.probe.helpers import each_python, of, run_both

THERE, EMPTIED, REFUSED = Presence.THERE, Presence.THERE | Presence.EMPTIED, Presence.REFUSED


def told(source: str, folder: Path, python: str) -> list[tuple[str, int, int]]:
    records = run_both("import os, os.path, pathlib, sys\np = sys.argv[1]\n" + source, folder, str(folder / "file"), python=python)
    return [(record.kind.name, record.flags, record.line) for record in of(records, Kind.LOOKED, Kind.PRESENCE)]


@each_python
def test_an_act_brings_the_last_test_with_it_once(python: str, tmp_path: Path) -> None:
    source = """
os.path.exists(p)
print(os.path.isfile(p))
open(p, "w").close()
open(p, "a").close()
print(pathlib.Path(p).exists(), open(p).read())
print(os.access(p, os.R_OK))
os.remove(p)
pathlib.Path(p).is_dir()
os.mkdir(p)
os.rmdir(p)
open(p, "x").close()
os.rename(p, p + "2")
os.rename(p + "2", p + "3")
os.path.exists(p)
os.rename(p + "3", p)
os.remove(p)
"""
    assert told(source, tmp_path, python) == [
        ("LOOKED", 0, 5),
        ("PRESENCE", EMPTIED, 6),
        ("PRESENCE", THERE, 7),
        ("LOOKED", 1, 8),  # the file was read, which changes nothing
        ("LOOKED", 1, 9),
        ("PRESENCE", 0, 10),
        ("LOOKED", 0, 11),
        ("PRESENCE", THERE, 12),
        ("PRESENCE", 0, 13),
        ("PRESENCE", THERE, 14),
        ("PRESENCE", 0, 15),  # what it is called now nobody has asked for
        ("PRESENCE", THERE, 18),
        ("LOOKED", 0, 17),
        ("PRESENCE", 0, 19),
    ]


@each_python
def test_an_act_that_fails_since_the_test_no_longer_holds_is_refused_and_the_traceback_is_as_ever(python: str, tmp_path: Path) -> None:
    source = """
import subprocess
open(p, "w").close()
if os.path.exists(p):
    subprocess.run(["rm", p])
    try:
        os.remove(p)
    except FileNotFoundError as error:
        print(error, error.__traceback__.tb_next)
if os.path.exists(p): pass
os.makedirs(p, exist_ok=True)
pathlib.Path(p).mkdir(exist_ok=True)
os.rmdir(p)
"""
    records = told(source, tmp_path, python)
    assert ("PRESENCE", REFUSED, 9) in records


@each_python
def test_the_tests_of_two_tasks_are_kept_apart(python: str, tmp_path: Path) -> None:
    source = """
import asyncio
async def make(mode):
    os.path.exists(p)
    await asyncio.sleep(0)
    open(p, mode).close()
async def main():
    await asyncio.gather(make("w"), make("w"))
asyncio.run(main())
os.remove(p)
"""
    acts = [("LOOKED", 0, 6), ("PRESENCE", EMPTIED, 8)]
    assert told(source, tmp_path, python) == [*acts, *acts, ("PRESENCE", 0, 12)]


@each_python
def test_tests_of_the_library_s_own_and_paths_of_other_kinds_leave_nothing(python: str, tmp_path: Path) -> None:
    source = """
import shutil, pickle
print(shutil.which("ls") is not None, os.path.exists(3), os.path.exists(p.encode()), os.path.exists("a\\0b"))
print(pickle.loads(pickle.dumps(os.path.exists)) is os.path.exists, os.path.exists.__module__, os.path.isfile.__name__)
try:
    os.path.exists()
except TypeError as error:
    print(error)
os.remove(__file__)
"""
    assert told(source, tmp_path, python) == []
