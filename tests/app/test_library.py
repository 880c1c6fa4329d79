"""The examples: all there, all whole."""

import ast
from pathlib import Path

from app.library import Library
from app.settings import PACKAGE


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
