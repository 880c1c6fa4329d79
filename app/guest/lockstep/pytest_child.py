"""Runs one test by its node id inside the engine, and writes its reports down, line by line, for the pytest that asked for it."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest


class Writer:
    """Writes each report when it is made, so that what is known outlives a test that never ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.config: pytest.Config | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write a report of the test."""
        assert self.config is not None
        self._write({"report": self.config.hook.pytest_report_to_serializable(config=self.config, report=report)})

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Write why the test could not even be imported."""
        if report.failed:
            self._write({"collect": str(report.longrepr)})

    def pytest_runtest_logstart(self) -> None:
        """Write that the test begins, fixtures and all: from now on its time counts."""
        self._write({"started_ns": time.monotonic_ns()})

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Any:
        """Write when the test's own code began, by the engine's clock."""
        self._write({"began_ns": time.monotonic_ns()})
        try:
            return (yield)
        finally:
            self._write({"ended_ns": time.monotonic_ns()})

    def _write(self, row: dict[str, Any]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, default=str) + "\n")


def main(order: dict[str, Any]) -> None:
    """Run the test that the order names, with the options of the pytest that gave it. Whether it passed is in its reports alone."""
    config = pytest.Config.fromdictargs(order["options"], order["arguments"])
    writer = Writer(Path(order["reports"]))
    writer.config = config
    config.pluginmanager.register(writer, "lockstep-writer")
    config.hook.pytest_cmdline_main(config=config)
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        sys.__dict__.pop(name, None)  # what pytest left for a debugger would look as if the program had ended by it
