"""Files by their numbers, and files put in the place of others."""

from pathlib import Path

from engine.probe.kinds import Extent, ResourceKind
from tests.engine.probe.helpers import each_python, run_both
from tests.engine.probe.test_contents import WHOLE, passed
from tests.engine.probe.test_files import HEAD
from tests.engine.probe.test_sockets import defined

START = Extent.START


@each_python
def test_a_file_opened_by_number_is_the_one_of_its_path(python: str, tmp_path: Path) -> None:
    source = (
        HEAD
        + """
os.close(os.open(os.path.dirname(path), os.O_RDONLY))
number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
print(os.write(number, b"50"), os.lseek(number, 0, os.SEEK_SET), os.read(number, 9), os.lseek(number, 0, 0), os.write(number, b"49"))
os.ftruncate(number, 0)
os.lseek(number, 0, 0)
with os.fdopen(number, "w") as file:
    file.write("7")
number = os.open(path, os.O_WRONLY | os.O_APPEND)
os.write(number, b"8")
os.close(number)
print(pathlib.Path(os.path.join(os.path.dirname(path), ".", os.path.basename(path))).read_text())
for wrong in ((), (path,), ("/nowhere/at/all", os.O_RDONLY), (path, "r")):
    try:
        os.open(*wrong)
    except (TypeError, OSError) as error:
        print(error)
"""
    )
    records = run_both(source, tmp_path, python=python)
    assert len(defined(records, ResourceKind.FILE)) == 1  # a folder is none
    assert passed(records) == [
        ("WRITE", WHOLE, "'50'"),
        ("READ", START, "'50'"),
        ("WRITE", WHOLE, "'49'"),
        ("WRITE", WHOLE, "'7'"),
        ("WRITE", 0, ""),
        ("READ", START, "'78'"),
    ]


@each_python
def test_a_file_put_in_the_place_of_another_has_its_content(python: str, tmp_path: Path) -> None:
    source = (
        HEAD
        + """
target, new = pathlib.Path(path), pathlib.Path(path + ".new")
target.write_text("old")
for move in (os.replace, os.rename, lambda one, other: one.replace(other)):
    new.write_text("new")
    move(new, target)
pathlib.Path(path + ".x").touch()
os.rename(path + ".x", path + ".y")
try:
    os.replace(path + ".gone", path)
except OSError as error:
    print(type(error))
"""
    )
    records = run_both(source, tmp_path, python=python)
    told = passed(records)
    assert [one for one in told if one[1] & Extent.REPLACED] == [("WRITE", WHOLE | Extent.REPLACED, "'new'")] * 3
    assert len(defined(records, ResourceKind.FILE)) == 2  # nothing is known of what is in the others


def test_a_name_stands_for_another_file_in_another_folder(tmp_path: Path) -> None:
    source = (
        HEAD
        + """
for folder in ("one", "two", "one"):
    os.makedirs(os.path.join(os.path.dirname(path), folder), exist_ok=True)
    os.chdir(os.path.join(os.path.dirname(path), folder))
    for name in ("a.txt", "./a.txt", os.path.abspath("a.txt")):
        pathlib.Path(name).write_text(folder)
"""
    )
    records = run_both(source, tmp_path)
    assert len(defined(records, ResourceKind.FILE)) == 2
    assert [text for _, _, text in passed(records)] == ["'one'"] * 3 + ["'two'"] * 3 + ["'one'"] * 3
