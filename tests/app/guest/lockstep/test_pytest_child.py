"""The inner pytest writes down what it knows at once; test_pytest_plugin.py runs it for real."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from lockstep.pytest_child import Writer


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_report_is_on_disk_as_soon_as_it_is_made(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    writer = Writer(tmp_path / "rows")
    writer.config = pytestconfig
    report = pytest.TestReport("a", ("a.py", 1, "a"), {}, "passed", None, "setup", user_properties=[("path", tmp_path)])
    writer.pytest_runtest_logreport(report)
    (row,) = rows(tmp_path / "rows")
    assert isinstance(row["report"], dict)
    assert row["report"]["outcome"] == "passed"


def test_the_time_of_the_call_is_written_also_when_it_fails(tmp_path: Path) -> None:
    calling = Writer(tmp_path / "rows").pytest_runtest_call()
    next(calling)
    with pytest.raises(ValueError, match="oh"):
        calling.throw(ValueError("oh"))
    began, ended = rows(tmp_path / "rows")
    assert began["began_ns"] <= ended["ended_ns"]  # type: ignore[operator] # they are numbers


def test_why_a_test_is_not_collected_is_written(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "rows")
    writer.pytest_collectreport(SimpleNamespace(failed=False, longrepr=""))  # type: ignore[arg-type] # the members looked at
    writer.pytest_collectreport(SimpleNamespace(failed=True, longrepr="SyntaxError"))  # type: ignore[arg-type]
    assert rows(tmp_path / "rows") == [{"collect": "SyntaxError"}]
