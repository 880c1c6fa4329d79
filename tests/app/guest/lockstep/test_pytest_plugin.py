"""The marker `lockstep` in a project of its own, which has an `app` and an `engine` too: one run of pytest, looked at from all sides."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.export.recording import read_recording
from lockstep.pytest_plugin import Wish, is_plain, report_of, view

linux = pytest.mark.skipif(sys.platform != "linux", reason="a run's tree is followed on Linux only")
PROJECT = {
    "pyproject.toml": '[tool.pytest.ini_options]\naddopts = ["--strict-markers", "--strict-config"]\nfilterwarnings = ["error"]\n',
    "app/__init__.py": "OWN = True\n",
    "engine.py": "OWN = True\n",
    "a/conftest.py": "import pytest\n@pytest.fixture(scope='module')\ndef shop():\n    yield {'tickets': 3}\n    print('shop closed')\n",
    "a/test_shop.py": """
import threading, time, pytest
import app, engine

def test_before(shop):
    assert app.OWN and engine.OWN and threading.current_thread().name == "MainThread"

@pytest.mark.lockstep(timeout=2)
def test_deadlock():
    first, second = threading.Lock(), threading.Lock()
    def take(one, other):
        with one:
            gate.wait()
            with other:
                pass
    gate = threading.Barrier(2)
    Anna = threading.Thread(target=take, args=(first, second), name="Anna")
    Bert = threading.Thread(target=take, args=(second, first), name="Bert")
    Anna.start(), Bert.start()
    Anna.join(), Bert.join()

@pytest.mark.lockstep(data=True, allow=["lost-update", "unlocked-access"])
@pytest.mark.parametrize("count", [2], ids=["two::sellers"])
def test_allowed(shop, count, tmp_path, request):
    gate = threading.Barrier(count)
    def sell():
        left = shop["tickets"]
        gate.wait()
        shop["tickets"] = left - 1
    sellers = [threading.Thread(target=sell) for _ in range(count)]
    for seller in sellers: seller.start()
    for seller in sellers: seller.join()
    assert shop["tickets"] == 2 and request.config.getoption("verbose") == 1

@pytest.mark.lockstep
def test_fails():
    print("said before")
    assert [1, 2] == [1, 3]

@pytest.mark.lockstep(5)
def test_wrong_marker(): ...
""",
    "b/test_after.py": "def test_after(): pass\n",
}
PLUGIN = ("-p", "lockstep.pytest_plugin", "-p", "no:cacheprovider")


def run_pytest(folder: Path, *arguments: str) -> str:
    # Without the plugins of this machine, which cost half a second for each test; that ours is found is test_calling.py's.
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "COLUMNS": "200"}
    command = [sys.executable, "-m", "pytest", *PLUGIN, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with tests, marked and not."""
    folder = tmp_path_factory.mktemp("project")
    for name, text in PROJECT.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def said(project: Path) -> str:
    """What pytest said of it."""
    return run_pytest(project, "-v", "-rA")


def section(said: str, name: str) -> str:
    found = re.search(rf"\n_+ {re.escape(name)} _+\n(.*?)(?=\n_{{5,}} |\n={{5,}} )", said, re.DOTALL)
    assert found, said
    return found[1]


@linux
def test_each_test_has_its_own_outcome(said: str) -> None:
    outcomes = dict(re.findall(r"^(?:a|b)/\w+\.py::(\S+) (PASSED|FAILED|ERROR)", said, re.MULTILINE))
    assert outcomes == {
        "test_before": "PASSED",
        "test_deadlock": "FAILED",
        "test_allowed[two::sellers]": "PASSED",
        "test_fails": "FAILED",
        "test_wrong_marker": "FAILED",
        "test_after": "PASSED",
    }


@linux
def test_a_deadlock_fails_its_test_in_words_and_the_run_is_kept(said: str, project: Path) -> None:
    told = section(said, "test_deadlock")
    assert "The test did not end within 2 s." in told
    assert "error: deadlock: Deadlock: " in told
    assert "Anna waits for second, held by Bert" in told
    assert re.search(r"workers: (Anna, Bert|Bert, Anna)\n", told)
    assert re.search(r"a/test_shop\.py:1[0-9]\n", told)
    run = re.search(r"run: (\S+\.lockstep)\n", told)
    page = re.search(r"page: file://(\S+\.html)#v=1&t=\d+&view=\d+\.\.\d+", told)
    assert run
    assert page
    recording = read_recording(Path(run[1]))
    assert recording.meta["program"] == "test_shop.py"
    assert "def test_deadlock" in recording.meta["source"]
    assert Path(page[1]).read_text("utf-8").startswith("<!doctype html>")
    assert (project / ".lockstep-runs" / ".gitignore").read_text().endswith("*\n")


@linux
def test_findings_that_are_allowed_are_kept_and_do_not_fail(said: str) -> None:
    run = re.search(r"run: (\S+)", section(said, "test_allowed[two::sellers]"))
    assert run
    assert "lost-update" in {finding["kind"] for finding in read_recording(Path(run[1])).findings.values()}


@linux
def test_traceback_output_and_reason_are_the_tests_own(said: str) -> None:
    told = section(said, "test_fails")
    assert "assert [1, 2] == [1, 3]" in told
    assert "At index 1 diff: 2 != 3" in told
    assert "said before" in told
    assert "uncaught-exception" not in told
    assert "takes timeout, data and allow, each by its name" in section(said, "test_wrong_marker")


def test_without_lockstep_marked_tests_run_as_any_other(project: Path) -> None:
    said = run_pytest(project, "--no-lockstep", "-v", "-k", "allowed", "--lockstep-dir", "elsewhere")
    assert "1 passed" in said
    assert not (project / "elsewhere").exists()


def test_a_report_comes_through_json_as_it_was(pytestconfig: pytest.Config) -> None:
    skipped = ("test_a.py", 3, "Skipped: not today")
    report = pytest.TestReport("a", ("test_a.py", 1, "a"), {}, "skipped", skipped, "setup", user_properties=[("a", 1)])
    data = pytestconfig.hook.pytest_report_to_serializable(config=pytestconfig, report=report)
    read = report_of(pytestconfig, json.loads(json.dumps(data)))
    assert (read.longrepr, read.location, read.user_properties) == (report.longrepr, report.location, report.user_properties)


def test_a_marker_is_read_strictly() -> None:
    assert Wish.of(pytest.mark.lockstep(timeout=2, allow=["deadlock"]).mark) == Wish(timeout=2, allow=["deadlock"])  # type: ignore[arg-type]
    assert Wish.of(None) == Wish()
    for marker in (
        pytest.mark.lockstep(3),
        pytest.mark.lockstep(wait=1),
        pytest.mark.lockstep(allow="deadlock"),
        pytest.mark.lockstep(timeout=0),
        pytest.mark.lockstep(timeout="3"),
    ):
        with pytest.raises(ValueError, match=r"takes timeout|is a list|is a number"):
            Wish.of(marker.mark)


def test_only_plain_values_of_options_are_handed_on() -> None:
    plain: list[Any] = [None, True, 1, 1.5, "a", ["a", [1]]]
    assert all(map(is_plain, plain))
    assert not any(map(is_plain, [Path(), {}, ("a",), [Path()], SimpleNamespace()]))


def test_the_page_shows_the_tests_own_time() -> None:
    answer = {"origin_ns": 100, "duration_ns": 5_000_000}
    assert view(answer, {"began_ns": 300, "ended_ns": 4_000_100}) == "#v=1&t=200&view=200..4000000"
    assert view(answer, {"began_ns": 300}) == "#v=1&t=200&view=200..5000000"
    assert view(answer, {}) == ""
