"""Which part of a file is read or written, and what it says."""

from pathlib import Path

from engine.probe.kinds import Extent, Kind, ResourceKind
from tests.engine.probe.helpers import Record, each_python, of, run_both
from tests.engine.probe.test_files import HEAD
from tests.engine.probe.test_sockets import defined

WHOLE = Extent.START | Extent.EMPTIED
Passed = list[tuple[str, int, str]]


def passed(records: list[Record]) -> Passed:
    """List what was read from files and written to them: how, which part, and what."""
    files = defined(records, ResourceKind.FILE)
    return [
        (record.kind.name, record.flags, record.text)
        for record in of(records, Kind.READ, Kind.WRITE)
        if record.subject in files and (record.value or record.flags)
    ]


@each_python
def test_what_begins_at_the_first_byte_is_marked_and_shown(python: str, tmp_path: Path) -> None:
    source = (
        HEAD
        + """
with open(path, "w") as file:
    file.write("5")
with open(path) as file:
    print(int(file.read()), repr(file.read()))
with open(path, "r+") as file:
    file.read()
    file.seek(0)
    file.write("44")
    file.truncate()
with open(path, "a") as file:
    file.write("55")
with open(path, "a+") as file:
    file.seek(0)
    print(file.read())
    file.truncate(0)
    file.write("6")
with open(path, "rb") as file:
    file.seek(1)
    print(file.read(), file.seek(0), file.read(1))
pathlib.Path(path).write_bytes(b"\\xff")
open(path, "w").close()
print(repr(pathlib.Path(path).read_text()))
"""
    )
    assert passed(run_both(source, tmp_path, python=python)) == [
        ("WRITE", WHOLE, "'5'"),
        ("READ", Extent.START, "'5'"),
        ("READ", Extent.START, "'5'"),
        ("WRITE", Extent.START, "'44'"),
        ("WRITE", 0, ""),  # appended
        ("READ", Extent.START, "'4455'"),
        ("WRITE", WHOLE, "'6'"),
        ("READ", Extent.START, "'6'"),
        ("WRITE", WHOLE, r"b'\xff'"),
        ("READ", Extent.START, "''"),
    ]


def test_a_long_content_is_cut_and_a_very_long_one_not_shown(tmp_path: Path) -> None:
    source = HEAD + "for text in ('a' * 50 + 'b', 'a' * 50 + 'c', 'a' * 5000):\n    pathlib.Path(path).write_text(text)\n"
    one, other, longest = passed(run_both(source, tmp_path))
    assert one[2].startswith("'" + "a" * 40 + "'... (51 bytes, ")
    assert one[2] != other[2]
    assert longest == ("WRITE", WHOLE, "")


def test_what_a_forked_child_has_open_too_is_not_marked(tmp_path: Path) -> None:
    source = (
        HEAD
        + """
file = open(path, "w+")
if not os.fork():
    file.write("child"); file.flush(); os._exit(0)
os.wait()
file.write("parent"); file.flush()
"""
    )
    assert {mark for _, mark, _ in passed(run_both(source, tmp_path))} == {0}


def test_files_that_share_a_resource_are_not_marked(tmp_path: Path) -> None:
    source = HEAD + "for number in range(70):\n    pathlib.Path(f'{path}.{number}').write_text('x')\n"
    marks = [mark for _, mark, _ in passed(run_both(source, tmp_path))]
    assert (marks.count(WHOLE), marks.count(0)) == (64, 6)
