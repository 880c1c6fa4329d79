"""The pytest plugin: a test marked `lockstep` runs alone, in a process of its own, under Lockstep's engine, and fails on what was found.

    @pytest.mark.lockstep(timeout=10, data=True, allow=["lock-convoy"])
    def test_counter(): ...

Outcome, captured output and traceback are the test's own. What is kept of the run is named in the report.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lockstep.calling import Call, NoAnswerError
from lockstep.pytest_verdict import judge, reason

DIRECTORY = ".lockstep-runs"
DEFAULT_TIMEOUT = 60.0
CHILD = "import json, sys; order = json.load(open(sys.argv[1], encoding='utf-8')); sys.path[:] = order['path']; " \
    "from lockstep.pytest_child import main; main(order)"  # fmt: skip
MARKER = "lockstep(*, timeout=60, data=False, allow=()): run this test alone under Lockstep; fail on findings of kinds not in allow."
# What the inner pytest must not do again, or not do to the files of the outer one; only options that exist are changed.
CHANGED: dict[str, Any] = {
    "no_lockstep": True, "usepdb": False, "trace": False, "xmlpath": None, "log_file": None, "basetemp": None, "cacheclear": False,
    "lf": False, "failedfirst": False, "newfirst": False, "stepwise": False, "keyword": "", "markexpr": "",
    "deselect": None, "numprocesses": None,
    "dist": "no", "tx": [], "no_cov": True, "reportlog_path": None, "maxfail": 0,
}  # fmt: skip
OWN = frozenset({"file_or_dir", "inifilename", "rootdir", "plugins"})  # options that the inner pytest gets in other ways
TICK = 0.1
START = 60.0  # seconds that pytest may take until the test begins
TAIL = 4000  # characters of what a test's process said last


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our options."""
    group = parser.getgroup("lockstep", "Lockstep, which shows what a test's threads, processes and tasks did")
    group.addoption("--lockstep-all", action="store_true", help="Run every test under Lockstep, as if it were marked.")
    group.addoption("--no-lockstep", action="store_true", help="Run tests marked lockstep as any other.")
    group.addoption("--lockstep-dir", metavar="DIR", default=DIRECTORY, help="Where runs are kept, from the root directory; %(default)s.")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", MARKER)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test that wants it alone."""
    mark = item.get_closest_marker("lockstep")
    options = item.config.option
    if options.no_lockstep or not isinstance(item, pytest.Function) or (mark is None and not options.lockstep_all):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in [*run_alone(item, mark), *tear_down(item, nextitem)]:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the marker asks for."""

    timeout: float = DEFAULT_TIMEOUT
    data: bool = False
    allow: tuple[str, ...] = ()

    @classmethod
    def of(cls, mark: pytest.Mark | None) -> "Wish":
        """Read a marker. Raises ValueError, in words, for one that cannot be read."""
        given = dict(mark.kwargs) if mark is not None else {}
        if (mark is not None and mark.args) or not given.keys() <= {"timeout", "data", "allow"}:
            raise ValueError("The marker lockstep takes timeout, data and allow, each by its name.")
        wish = cls(**given)
        if isinstance(wish.allow, str) or not all(isinstance(kind, str) for kind in wish.allow):
            raise ValueError("allow is a list of kinds of findings, as in allow=['lock-convoy'].")
        if not isinstance(wish.timeout, int | float) or not wish.timeout > 0:
            raise ValueError("timeout is a number of seconds above 0.")
        return wish


def run_alone(item: pytest.Function, mark: pytest.Mark | None) -> list[pytest.TestReport]:
    """Run a test in a process of its own; return its reports, judged."""
    try:
        wish = Wish.of(mark)
        with tempfile.TemporaryDirectory(prefix="lockstep-") as folder:
            return _run(item, wish, Path(folder), html_always=mark is not None)
    except (ValueError, NoAnswerError, OSError) as problem:
        return judge(item, [], str(problem), "")


def _run(item: pytest.Function, wish: Wish, folder: Path, *, html_always: bool) -> list[pytest.TestReport]:
    out = kept_file(item.config, item.nodeid)
    html, log, rows = out.with_suffix(".html"), folder / "log", folder / "reports"
    html.unlink(missing_ok=True)
    order = folder / "child.json"
    order.write_text(json.dumps(child_order(item, rows, data=wish.data)), encoding="utf-8")
    spec = {
        "code": CHILD, "args": [str(order)], "cwd": str(item.config.invocation_params.dir), "python": sys.executable, "data": wish.data,
        "name": item.path.name, "source_file": str(item.path),
    }  # fmt: skip
    call = Call(spec=spec, timeout=wish.timeout + START, out=out, html=html, html_always=html_always, folder=folder)
    with log.open("wb") as file:
        streams = {} if item.config.option.capture == "no" else {"stdout": file, "stderr": subprocess.STDOUT}
        is_late = wait_for(call.start(**streams), rows, wish.timeout)
    answer = call.answer()
    if is_late and answer["status"] == "stopped":
        answer["note"] = f"The test did not end within {wish.timeout:g} s."
    reports, times, problems = read_rows(item.config, rows)
    notes = [f"run: {out}", *([f"page: {html.as_uri()}{view(answer, times)}"] if answer["html"] else [])]
    why = reason(answer, wish.allow, has_ended=bool(reports) and reports[-1].when == "teardown")
    if problems or not reports:
        why = "\n".join([why, *problems, log.read_text("utf-8", "replace")[-TAIL:]]).strip()
    for report in reports:
        report.user_properties.append(("lockstep", str(out)))
    return judge(item, reports, why, "\n".join(notes))


def wait_for(process: "subprocess.Popen[bytes]", rows: Path, timeout: float) -> bool:
    """Wait for a run's process; end the run, and tell so, if the test takes too long. Whatever interrupts us ends the run too."""
    deadline = float("inf")
    is_late = False
    try:
        while True:
            try:
                process.wait(TICK)
                return is_late
            except subprocess.TimeoutExpired:
                pass
            if deadline == float("inf") and rows.exists():  # pytest's own start, which may take a while, does not count
                deadline = time.monotonic() + timeout
            if time.monotonic() > deadline and not is_late:
                is_late = True
                process.terminate()
    except BaseException:
        process.terminate()
        process.wait()
        raise


def child_order(item: pytest.Function, reports: Path, *, data: bool) -> dict[str, Any]:
    """Say which test the inner pytest runs, and how: with our options, as far as they are plain values."""
    config = item.config
    options = {name: value for name, value in vars(config.option).items() if name not in OWN and is_plain(value)}
    options |= {name: value for name, value in CHANGED.items() if name in options}
    options["plugins"] = [*config.option.plugins, "no:terminal"]
    _, _, inside = item.nodeid.partition("::")
    # With data, the engine rewrites what is imported, which pytest's own rewriting of assertions would keep from it.
    arguments = [*(["--assert=plain"] if data else []), "--rootdir", str(config.rootpath), "-p", "no:terminal", f"{item.path}::{inside}"]
    if config.inipath is not None:
        arguments[:0] = ["-c", str(config.inipath)]
    return {"options": options, "arguments": arguments, "reports": str(reports), "path": sys.path}


def is_plain(value: object) -> bool:
    """Tell whether a value comes through JSON as it is."""
    if isinstance(value, list):
        return all(is_plain(part) for part in value)
    return value is None or isinstance(value, bool | int | float | str)


def read_rows(config: pytest.Config, path: Path) -> tuple[list[pytest.TestReport], dict[str, int], list[str]]:
    """Read what the inner pytest wrote: the test's reports, when its code ran, why it was not collected."""
    reports: list[pytest.TestReport] = []
    times: dict[str, int] = {}
    problems: list[str] = []
    for row in _rows(path):
        if "report" in row:
            reports.append(report_of(config, row["report"]))
        elif "collect" in row:
            problems.append(row["collect"])
        else:
            times |= row
    return reports, times, problems


def report_of(config: pytest.Config, data: dict[str, Any]) -> pytest.TestReport:
    """Make a report of what came through JSON, which knows no tuples."""
    report: pytest.TestReport = config.hook.pytest_report_from_serializable(config=config, data=data)
    if isinstance(report.longrepr, list):
        report.longrepr = tuple(report.longrepr)  # where and why it was skipped
    report.location = tuple(report.location)  # type: ignore[assignment] # of three parts, as it was written
    report.user_properties = [(name, value) for name, value in report.user_properties]
    return report


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines(keepends=True) if path.exists() else ():
        if line.endswith("\n"):  # else the process was ended while it wrote
            yield json.loads(line)


def view(answer: dict[str, Any], times: dict[str, int]) -> str:
    """Return the part of the page's address that shows the test's own time, without pytest's."""
    if "began_ns" not in times:
        return ""
    began = max(0, times["began_ns"] - answer["origin_ns"])
    ended = times["ended_ns"] - answer["origin_ns"] if "ended_ns" in times else answer["duration_ns"]
    return f"#v=1&t={began}&view={began}..{max(ended, began + 10**6)}"


def kept_file(config: pytest.Config, nodeid: str) -> Path:
    """Return where the run of a test is kept; the next run of the same test takes the same place."""
    folder = config.rootpath / str(config.option.lockstep_dir)
    if not folder.exists():
        folder.mkdir(parents=True)
        (folder / ".gitignore").write_text("# Made by Lockstep.\n*\n", encoding="utf-8")
    file, _, inside = nodeid.partition("::")
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", f"{Path(file).stem}-{inside}").strip("-")[:80]
    return folder / f"{plain}-{hashlib.sha256(nodeid.encode()).hexdigest()[:6]}.lockstep"


def tear_down(item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
    """Take down what tests before this one have set up and the next one does not need, as after any test."""
    state = item.session._setupstate
    capture = item.config.pluginmanager.getplugin("capturemanager")
    with capture.item_capture("teardown", item) if capture is not None else nullcontext():
        call = pytest.CallInfo.from_call(lambda: state.teardown_exact(nextitem), when="teardown")
    if call.excinfo is None:
        return []
    report: pytest.TestReport = item.ihook.pytest_runtest_makereport(item=item, call=call)
    return [report]
