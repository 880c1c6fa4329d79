"""Files that the program opens."""

from pathlib import Path

import pytest

from engine.probe.kinds import Kind, ResourceKind
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.test_sockets import defined

HEAD = "import json, os, pathlib, sys, warnings\npath = os.path.join(os.path.dirname(__file__), 'data.txt')\n"


@each_python
@pytest.mark.parametrize("mode", ["r", "rb", "w", "wb", "a", "r+", "rb+", "w+", "ab+"])
def test_a_file_object_is_as_ever(mode: str, python: str, tmp_path: Path) -> None:
    source = (
        HEAD
        + f"""
pathlib.Path(path).write_text("one\\ntwo\\n")
with open(path, {mode!r}) as file:
    print(type(file), file.name == path, file.mode, repr(file).replace(path, "PATH"), file.readable(), file.writable(), file.tell())
    raw = getattr(file, "buffer", file).raw
    print(type(raw), repr(raw).replace(path, "PATH"), raw.mode, raw.closefd, isinstance(raw, __import__("io").FileIO))
    if file.writable():
        file.write("x" if isinstance(file, __import__("io").TextIOBase) else b"x")
    elif file.readable():
        print(list(file))
print(file.closed, raw.closed, pathlib.Path(path).read_text())
"""
    )
    run_both(source, tmp_path, python=python)


@each_python
def test_what_open_refuses_it_refuses_as_ever(python: str, tmp_path: Path) -> None:
    source = (
        HEAD
        + """
import traceback
warnings.simplefilter("always")
nowhere = "/nowhere/at/all"
calls = [
    lambda: open(), lambda: open(nowhere), lambda: open(path, "q"), lambda: open(path, "rw"), lambda: open(path, "rb", encoding="utf-8"),
    lambda: open(path, "w", 0), lambda: open(path, "wb", 1).close(), lambda: open(path, newline="x"), lambda: open(path, encoding="none"),
    lambda: open("/"), lambda: open(path, "x"), lambda: open(1.5), lambda: open(path, bad=1), lambda: open(b"\\0"), lambda: open(None),
]
open(path, "w").close()
for call in calls:
    try:
        call()
    except Exception:
        traceback.print_exc()
"""
    )
    run_both(source, tmp_path, python=python)


@each_python
def test_a_file_left_open_is_warned_of_at_the_program_s_line(python: str, tmp_path: Path) -> None:
    source = (
        HEAD + "warnings.simplefilter('always')\ndef leave():\n    file = open(path, 'w')\nleave()\nprint(open is __import__('io').open)\n"
    )
    run_both(source, tmp_path, python=python)


def test_many_files_share_one_resource(tmp_path: Path) -> None:
    source = HEAD + "for number in range(100):\n    open(f'{path}.{number}', 'w').close()\n"
    assert len(defined(run_both(source, tmp_path), ResourceKind.FILE)) == 65


def test_the_library_s_own_files_are_not_seen(tmp_path: Path) -> None:
    source = HEAD + "import logging, linecache, tokenize\nlogging.FileHandler(path).close()\nlinecache.getline(__file__, 1)\n"
    assert defined(run_both(source, tmp_path), ResourceKind.FILE) == []


def test_a_path_of_bytes_is_not_compared_with_one_of_letters(tmp_path: Path) -> None:
    source = (
        HEAD
        + """
if not sys.flags.bytes_warning:
    os.execv(sys.executable, [sys.executable, "-bb", __file__])
open(path, "w").close()
open(path.encode(), "rb").close()
open(path).close()
"""
    )
    assert len(defined(run_both(source, tmp_path), ResourceKind.FILE)) == 1


@each_python
def test_an_argument_given_twice_or_by_name_is_as_ever(python: str, tmp_path: Path) -> None:
    source = (
        HEAD
        + """
open(path, "w").close()
for given, named in [((path, "r"), {"mode": "r"}), ((path,), {"file": path}), ((), {"file": path}), ((path,) * 9, {}), ((path,), {"x": 1})]:
    try:
        print(open(*given, **named).mode)
    except TypeError as error:
        print(error)
"""
    )
    records = run_both(source, tmp_path, python=python)
    (file,) = defined(records, ResourceKind.FILE)
    assert len([record for record in of(records, Kind.CREATE) if record.subject == file]) == 2


def test_a_number_that_comes_round_again_stands_for_the_file_that_has_it(tmp_path: Path) -> None:
    source = (
        HEAD
        + """
for name in ("a", "a", "b", "a"):
    with open(path + name, "w") as file:
        file.write(name)
"""
    )
    records = run_both(source, tmp_path)
    first, second = defined(records, ResourceKind.FILE)
    assert [record.subject for record in of(records, Kind.WRITE)] == [first, first, second, first]


def test_a_file_opened_again_in_another_folder_is_another(tmp_path: Path) -> None:
    source = (
        HEAD
        + """
for folder in ("one", "other", "one"):
    os.makedirs(f"{path}.{folder}", exist_ok=True)
    os.chdir(f"{path}.{folder}")
    for _ in range(2):
        with open("same.txt", "w") as file:
            file.write(folder)
        print(open("same.txt").read())
"""
    )
    records = run_both(source, tmp_path)
    one, other = defined(records, ResourceKind.FILE)
    order = [one] * 4 + [other] * 4 + [one] * 4
    assert [record.subject for record in of(records, Kind.CREATE) if record.subject in (one, other)] == order


@each_python
def test_what_is_opened_again_is_refused_and_looks_as_ever(python: str, tmp_path: Path) -> None:
    source = (
        HEAD
        + """
for mode in ("w", "r", "rb", "a", "r+", "wb"):
    for _ in range(2):
        with open(path, mode) as file:
            raw = getattr(file, "buffer", file).raw
            print(type(file), file.name == path, file.mode, raw.mode, raw.closefd, file.tell(), file.isatty())
            if "b" not in mode:
                print(file.encoding, file.errors, file.newlines, file.line_buffering, file.write_through)
        if mode != "r+":
            continue
        os.remove(path)
        try:
            open(path)
        except FileNotFoundError as error:
            print(error.filename == path, error.errno, error.__traceback__.tb_next)
        open(path, "w").close()
"""
    )
    run_both(source, tmp_path, python=python)
