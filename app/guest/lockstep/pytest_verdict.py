"""What the run of a test makes of the test's reports: pure, from reports and the engine's answer to reports."""

from collections.abc import Collection
from typing import Any

import pytest

TITLE = "Lockstep"
TROUBLE = ("error", "warning")


def unwanted(answer: dict[str, Any], allow: Collection[str]) -> list[dict[str, Any]]:
    """Return the findings for which a test fails."""
    return [finding for finding in answer["findings"] if finding["level"] in TROUBLE and finding["kind"] not in allow]


def reason(answer: dict[str, Any], allow: Collection[str], *, has_ended: bool) -> str:
    """Say why a test fails because of its run; "" if it does not. has_ended: all of its reports are there."""
    lines = []
    if answer["status"] != "finished":
        lines.append(answer["note"] or f"The run of this test is {answer['status']}.")
    elif not has_ended:
        lines.append(f"The process of this test ended in the middle of it, with exit code {answer['exit_code']}.")
    for finding in unwanted(answer, allow):
        lines.append(f"{finding['level']}: {finding['kind']}: {finding['message']}")
        if finding["workers"]:
            lines.append(f"    workers: {', '.join(finding['workers'])}")
        lines += [f"    {line}" for line in finding["lines"]]
    return "\n".join(lines)


def judge(item: pytest.Item, reports: list[pytest.TestReport], why: str, notes: str) -> list[pytest.TestReport]:
    """Return the reports with what Lockstep has to say; the one of the call fails if there is a reason."""
    reports = list(reports)
    if why and not any(report.when == "call" for report in reports) and not any(report.failed or report.skipped for report in reports):
        reports.insert(1, _report_of(item))
    for report in reports:
        said = "\n".join(filter(None, [why if report.failed else "", notes]))
        if report.when == "call" or report.failed:
            report.sections.append((TITLE, said))
    call = next((report for report in reports if report.when == "call"), None)
    if call is not None and why:
        _fail(call, why)
    return reports


def _fail(call: pytest.TestReport, why: str) -> None:
    is_strict = isinstance(call.longrepr, str) and call.longrepr.startswith("[XPASS(strict)]")
    if (call.passed and hasattr(call, "wasxfail")) or is_strict:
        call.outcome, call.longrepr = "skipped", why  # it was expected to fail, and does
        call.wasxfail = getattr(call, "wasxfail", "") or "found by Lockstep"
    elif call.passed:
        call.outcome, call.longrepr = "failed", why


def _report_of(item: pytest.Item) -> pytest.TestReport:
    return pytest.TestReport(
        nodeid=item.nodeid, location=item.location, keywords=dict.fromkeys(item.keywords, 1), outcome="passed", longrepr=None, when="call"
    )
