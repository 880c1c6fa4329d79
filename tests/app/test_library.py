"""The examples: all there, all whole."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app.library import GROUPS, Library, group_of
from app.settings import PACKAGE
from engine.export.recording import read_recording


def test_each_example_is_whole() -> None:
    lessons = Library.load(PACKAGE / "lessons").all()
    assert len(lessons) >= 8
    assert [lesson.order for lesson in lessons] == sorted({lesson.order for lesson in lessons})
    for lesson in lessons:
        ast.parse(lesson.source)
        assert set(lesson.texts) == {"en", "zh-CN"}
        assert all(text.title and text.summary for text in lesson.texts.values())
        assert lesson.program.endswith(".py")
        assert lesson.text("zh-CN") != lesson.text("en")
        assert lesson.text("fr") == lesson.text("en")


def test_a_library_is_in_order_and_knows_its_own(tmp_path: Path) -> None:
    for name, order in (("b-late", 2), ("a-early", 1)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "program.py").write_text("pass")
        (tmp_path / name / "lesson.toml").write_text(f'order = {order}\n[en]\ntitle = "t"\nsummary = "s"\n')
    library = Library.load(tmp_path)
    assert [lesson.id for lesson in library.all()] == ["a-early", "b-late"]
    found = library.get("a-early")
    assert found is not None
    assert found.program == "a_early.py"
    assert library.get("none") is None


def test_each_example_names_a_group_of_ours() -> None:
    for path in (PACKAGE / "lessons").glob("*/lesson.toml"):
        named = tomllib.loads(path.read_text("utf-8")).get("group")
        assert named is None or named in GROUPS, path


def test_every_example_stands_in_one_group_and_in_order() -> None:
    library = Library.load(PACKAGE / "lessons")
    groups = library.groups()
    assert list(groups) == [group for group in GROUPS if group in groups]
    assert all(list(lessons) == sorted(lessons, key=lambda lesson: lesson.order) for lessons in groups.values())
    assert sorted(lesson.id for lessons in groups.values() for lesson in lessons) == sorted(lesson.id for lesson in library.all())


@pytest.mark.parametrize(
    ("order", "group"),
    [
        *((-1, "threads"), (10, "threads"), (75, "processes"), (131, "pools"), (151, "shared"), (169, "shared"), (171, "wrong")),
        *((225, "servers"), (291, "coroutines"), (999, "asyncio")),
    ],
)
def test_an_example_without_a_known_group_goes_where_its_order_says(order: int, group: str) -> None:
    assert group_of(None, order=order) == group
    assert group_of("no such group", order=order) == group


def test_a_group_that_is_named_counts_more_than_the_order() -> None:
    assert group_of("wrong", order=10) == "wrong"


def test_a_sketch_is_read_line_by_line_and_may_be_missing(tmp_path: Path) -> None:
    for name in ("drawn", "plain"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "program.py").write_text("pass")
        (tmp_path / name / "lesson.toml").write_text('order = 1\n[en]\ntitle = "t"\nsummary = "s"\n')
    (tmp_path / "drawn" / "sketch.txt").write_text("##..\n =##\n")
    assert [lesson.sketch for lesson in Library.load(tmp_path).all()] == [("##..", " =##"), ()]


def test_what_needs_a_package_has_a_recorded_run_of_the_very_program_and_no_other_path() -> None:
    recorded = {lesson.id: lesson for lesson in Library.load(PACKAGE / "lessons").all() if lesson.recording is not None}
    assert set(recorded) == {"io-uring", "gevent-patched", "gevent-unpatched"}
    for lesson in recorded.values():
        assert lesson.recording is not None
        recording = read_recording(lesson.recording)
        assert (recording.meta["source"], recording.meta["kernel"]) == (lesson.source, "measured")
        assert (recording.status["status"], recording.status["exit_code"]) == ("finished", 0)
        assert {str(Path(file).parent) for file, _, _ in recording.locations.values()} == {"/lesson"}


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        ("raise ImportError", "the package liburing is not installed (pip install liburing)"),
        ("Ring = dict\ndef io_uring_queue_init(*_):\n    raise PermissionError(1, 'Forbidden')\n", "the kernel refuses it (Forbidden)."),
    ],
)
def test_io_uring_says_in_one_sentence_why_it_cannot_be_shown(package: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "liburing.py").write_text(package)
    program = Path(__file__).parents[2] / "app/lessons/io-uring/program.py"
    done = subprocess.run([sys.executable, program], env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, timeout=60)
    assert done.stderr.startswith(f"io_uring cannot be shown here: {reason}")
    assert (done.stderr.count("\n"), done.stdout, done.returncode) == (1, "", 1)
