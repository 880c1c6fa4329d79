"""What several routes ask for."""

import pytest
from pydantic import TypeAdapter, ValidationError

from app.problems import Problem
from app.rest.parameters import KindName, StateName, checked_id, preferred_wait


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("wait=10", 10), ("respond-async, wait=10", 10), ("Wait = 7 ; foo=1", 7), ("wait=10, handling=strict", 10), ("wait=999", 60),
        ("wait=0", 0), ("", None), (None, None), ("wait", None), ("wait=-1", None), ("wait=x", None), ("await=10", None),
        ("wait=1.5", None),
        ("wait=٣", None), ("wait=" + "9" * 50, None),
    ],
)  # fmt: skip
def test_a_preference_is_read_or_passed_over(header: str | None, seconds: int | None) -> None:
    assert preferred_wait(header) == seconds


def test_a_name_of_a_closed_set_is_checked_and_documented() -> None:
    assert TypeAdapter(KindName).validate_python("acquire") == "acquire"
    assert TypeAdapter(StateName).json_schema() == {"type": "string", "enum": ["new", "ready", "running", "blocked"]}
    with pytest.raises(ValidationError, match="give one of: new, ready, running, blocked"):
        TypeAdapter(StateName).validate_python("asleep")


def test_an_id_that_can_be_none_is_not_found() -> None:
    assert checked_id("0123456789") == "0123456789"
    with pytest.raises(Problem, match="There is no such series"):
        checked_id("../x", "series")
