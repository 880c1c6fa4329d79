"""What the README tells a script's author to type works as it stands there."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from tests.app.test_main import serving

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
GOOD = "import threading\nseller = threading.Thread(target=print, args=(100,))\nseller.start()\nseller.join()\n"
WRONG = GOOD.replace("args=(100,)", "args=(1,), kwargs={'colour': 'red'}")


def example(language: str) -> str:
    """Find the README's one example in a language."""
    (text,) = re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    return str(text)


def run_example(command: list[str], directory: Path) -> str:
    """Run an example beside a server that keeps its runs in `directory`."""
    environment = {**os.environ, "LOCKSTEP_DATA": str(directory), "no_proxy": "127.0.0.1"}
    return subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, check=True).stdout


def test_the_grader_judges_each_program_by_its_output_and_by_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "submissions").mkdir()
    for name, source in (("anna.py", GOOD), ("ben.py", WRONG)):
        (tmp_path / "submissions" / name).write_text(source)
    with serving(tmp_path):
        out = run_example([sys.executable, "-c", example("python")], tmp_path)
    assert out.splitlines() == ["anna.py: 3 of 3 right; nothing found", "ben.py: 0 of 3 right; uncaught-exception in 3"]
    assert len(example("python").splitlines()) <= 25


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
def test_the_example_with_curl_asks_for_limits_and_starts_runs(tmp_path: Path) -> None:
    with serving(tmp_path):
        out = run_example(["sh", "-euc", example("sh")], tmp_path)
    answers, rest = [], out
    while rest:
        answer, end = json.JSONDecoder().raw_decode(rest)
        answers.append(answer)
        rest = rest[end:]
    limits, first, second = answers
    assert limits["runs"]["live"] == 0
    assert (first["status"], first["exit_code"], first["live"]) == ("finished", 0, False)
    assert (second["lesson"], second["args"], second["seed"]) == ("ticket-race", ["10", "2", "0.01"], 1)


def test_the_scenario_holds_as_it_stands_there(tmp_path: Path) -> None:
    (tmp_path / "party.yaml").write_text(example("yaml"))
    words = ["scenario", str(tmp_path / "party.yaml"), "--set", "guests=8", "--repeat", "2"]
    result = CliRunner().invoke(main, words)
    assert (result.exit_code, "all held in 2 of 2 runs" in result.stdout) == (0, True)
