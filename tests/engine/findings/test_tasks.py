"""What goes wrong with coroutines and tasks, in words."""

import pytest

from engine.events import Kind, Trouble
from tests.story import Story

SOURCE = "async def save():\n    pass\nsave()\n    await nothing\n"


def told(kind: Kind, **fields: int) -> dict[str, object]:
    story = Story(SOURCE)
    main = story.process("program.py", pid=100)
    task = story.strand("Task-2 (save)", main)
    story.on(main, 0).begin(main, 0).step(main, task, 1)
    line = "save()" if kind is Kind.UNAWAITED else "await nothing"
    location = story.tables.location("program.py", [text.strip() for text in SOURCE.splitlines()].index(line) + 1, "f")
    fields = {"value": story.at("async def"), **fields} if kind is Kind.UNAWAITED else {"target": task, **fields}
    for ms in (2, 2.5):  # twice
        story.add(ms, kind, task, location=location, **fields)
    (finding,) = story.told(until=3)[0].summary()["findings"]
    return finding


def test_a_coroutine_never_awaited_is_told_once_with_both_lines() -> None:
    finding = told(Kind.UNAWAITED)
    assert (finding["kind"], finding["level"], finding["open"]) == ("never-awaited", "warning", False)
    assert finding["parameters"] == {"what": "a coroutine", "line": 3, "defined": 1}


def test_of_a_coroutine_of_the_library_no_line_of_its_code_is_said() -> None:
    finding = told(Kind.UNAWAITED, value=0)
    assert finding["message_id"] == "finding.never-awaited.library"
    assert str(finding["message"]).startswith("a coroutine() was called (line 3) and never awaited, so it did nothing. Write")


@pytest.mark.parametrize(
    ("trouble", "kind", "level", "words"),
    [
        (Trouble.DESTROYED, "task-destroyed", "warning", "Task-2 (save) was destroyed while it still waited at line 4"),
        (Trouble.LEFT, "task-destroyed", "warning", "Task-2 (save) had not ended at line 4 when its event loop was closed"),
        (Trouble.UNRETRIEVED, "exception-never-retrieved", "error", "Task-2 (save) ended because of an exception (line 4)"),
    ],
)
def test_a_task_in_trouble_is_told_with_its_line(trouble: Trouble, kind: str, level: str, words: str) -> None:
    finding = told(Kind.FORSAKEN, flags=trouble)
    assert (finding["kind"], finding["level"]) == (kind, level)
    assert str(finding["message"]).startswith(words)
