"""What findings make of a test's reports."""

from pathlib import Path
from typing import Any

import pytest

from lockstep.pytest_verdict import judge, reason, unwanted

FINDINGS = [
    {"kind": "deadlock", "level": "error", "message": "Anna waits for Bert.", "workers": ["Anna", "Bert"], "lines": ["/t/test_a.py:9"]},
    {"kind": "lock-convoy", "level": "warning", "message": "All wait.", "workers": [], "lines": []},
    {"kind": "starvation", "level": "info", "message": "Long.", "workers": [], "lines": []},
]


def answer(**changes: Any) -> dict[str, Any]:
    return {"status": "finished", "note": None, "exit_code": 0, "findings": [], **changes}


def report(when: Any = "call", outcome: Any = "passed", **members: Any) -> pytest.TestReport:
    made = pytest.TestReport(
        nodeid="test_a.py::test_b", location=("test_a.py", 1, "test_b"), keywords={}, outcome=outcome, longrepr=None, when=when
    )
    made.__dict__.update(members)
    return made


class Item:
    """The members of an item that a report is made of."""

    nodeid = "test_a.py::test_b"
    location = ("test_a.py", 1, "test_b")
    keywords: tuple[str, ...] = ("test_b",)
    path = Path("test_a.py")


def judged(reports: list[pytest.TestReport], why: str, notes: str = "run: x") -> list[pytest.TestReport]:
    return judge(Item(), reports, why, notes)  # type: ignore[arg-type] # as much of an item as is looked at


def test_errors_and_warnings_count_unless_their_kind_is_allowed() -> None:
    found = answer(findings=FINDINGS)
    assert [finding["kind"] for finding in unwanted(found, ())] == ["deadlock", "lock-convoy"]
    assert [finding["kind"] for finding in unwanted(found, ["lock-convoy"])] == ["deadlock"]
    assert reason(answer(), (), has_ended=True) == ""


def test_the_reason_has_sentence_workers_and_lines() -> None:
    text = reason(answer(findings=FINDINGS[:1]), (), has_ended=True)
    assert text.splitlines() == ["error: deadlock: Anna waits for Bert.", "    workers: Anna, Bert", "    /t/test_a.py:9"]


def test_a_run_that_did_not_end_by_itself_is_a_reason() -> None:
    assert reason(answer(status="timed-out", note="Ended after 3 s."), (), has_ended=False) == "Ended after 3 s."
    assert reason(answer(status="lost"), (), has_ended=True) == "The run of this test is lost."
    assert "in the middle of it, with exit code 7" in reason(answer(exit_code=7), (), has_ended=False)


def test_a_passed_test_fails_for_a_reason_and_only_then() -> None:
    reports = [report("setup"), report(), report("teardown")]
    assert [one.outcome for one in judged(reports, "")] == ["passed"] * 3
    assert reports[1].sections == [("Lockstep", "run: x")]
    assert [one.outcome for one in judged(reports, "why")] == ["passed", "failed", "passed"]
    assert reports[1].longrepr == "why"


def test_a_failed_test_keeps_its_own_traceback() -> None:
    failed = report(outcome="failed", longrepr="its own")
    assert judged([report("setup"), failed, report("teardown")], "why")[1].longrepr == "its own"
    assert failed.sections == [("Lockstep", "why\nrun: x")]


def test_a_test_that_never_ended_gets_a_report_of_its_call() -> None:
    reports = judged([report("setup")], "why")
    assert [(one.when, one.outcome) for one in reports] == [("setup", "passed"), ("call", "failed")]
    assert [(one.when, one.longrepr) for one in judged([], "why")] == [("call", "why")]


def test_a_skipped_test_and_a_broken_fixture_stay_what_they_are() -> None:
    for outcome in ("skipped", "failed"):
        reports = judged([report("setup", outcome), report("teardown")], "why")
        assert [(one.when, one.outcome) for one in reports] == [("setup", outcome), ("teardown", "passed")]


@pytest.mark.parametrize(
    "passed", [report(wasxfail="reason: known"), report(outcome="failed", longrepr="[XPASS(strict)] known")], ids=["xfail", "strict"]
)
def test_a_finding_is_what_an_xfail_waits_for(passed: pytest.TestReport) -> None:
    (found,) = judged([passed], "why")
    assert (found.outcome, found.longrepr) == ("skipped", "why")
    assert found.wasxfail
