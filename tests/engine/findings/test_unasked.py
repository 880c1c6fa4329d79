"""Exceptions of jobs that nobody asked for, in words."""

from engine.events import Kind
from tests.engine.timeline.test_pools import Kitchen


def told(*lines: str) -> list[dict[str, object]]:
    """Let a job end for each line, and be forgotten; the line is where it raised, empty if that is not known."""
    kitchen = Kitchen()
    kitchen.story.source = "def boil():\n    raise ValueError\n    raise KeyError\n"
    text = kitchen.story.tables.text("ValueError: dry")
    for number, line in enumerate(lines):
        job = kitchen.job(f"boil({number})")
        kitchen.tell(Kind.JOB_BEGIN, kitchen.cooks[0], job, 2 + number)
        kitchen.tell(Kind.RESULT, kitchen.cooks[0], job, 2.5 + number)
        kitchen.tell(Kind.UNASKED, kitchen.main, job, 2.8 + number, text=text, location=kitchen.story.at(line))
    return kitchen.story.told(until=200)[0].summary()["findings"]  # type: ignore[no-any-return]


def test_an_exception_that_nobody_asked_for_is_told_with_its_job_and_its_line() -> None:
    (finding,) = told("raise ValueError")
    assert (finding["kind"], finding["level"], finding["open"]) == ("exception-never-retrieved", "error", False)
    assert str(finding["message"]).startswith("The job boil(0) ended because of ValueError: dry (line 2), and nobody ever asked")
    assert finding["parameters"] == {"who": "boil(0)", "what": "ValueError: dry", "line": 2, "count": 1}


def test_several_of_the_same_line_are_one_finding_and_of_another_line_another() -> None:
    first, second = told("raise ValueError", "raise ValueError", "raise KeyError")
    assert "That is so of 2 jobs." in str(first["message"])
    assert len(first["resources"]) == 2  # type: ignore[arg-type]
    assert second["parameters"] == {"who": "boil(2)", "what": "ValueError: dry", "line": 3, "count": 1}


def test_where_the_line_is_not_known_none_is_said() -> None:
    (finding,) = told("")
    assert finding["message_id"] == "finding.exception-never-retrieved.job.nowhere"
    assert "line" not in str(finding["message"])
