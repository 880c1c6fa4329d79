"""What the README tells a script's author to type works as it stands there."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.test_main import serving

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
PROGRAM = "import threading\nseller = threading.Thread(target=print, args=(1,), name='seller')\nseller.start()\nseller.join()\n"


def example(language: str) -> str:
    """Find the README's one example in a language."""
    (text,) = re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    return str(text)


def run_example(command: list[str], directory: Path) -> str:
    """Run an example beside a server that keeps its runs in `directory`."""
    environment = {**os.environ, "LOCKSTEP_DATA": str(directory), "no_proxy": "127.0.0.1"}
    return subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, check=True).stdout


def test_the_example_in_python_tells_of_each_worker(tmp_path: Path) -> None:
    (tmp_path / "ticket.py").write_text(PROGRAM)
    with serving(tmp_path):
        out = run_example([sys.executable, "-c", example("python")], tmp_path)
    assert "seller {'running_ns': " in out


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
def test_the_example_with_curl_lists_and_starts_runs(tmp_path: Path) -> None:
    with serving(tmp_path):
        out = run_example(["sh", "-euc", example("sh")], tmp_path)
    listed, end = json.JSONDecoder().raw_decode(out)
    started = json.loads(out[end:])
    assert (listed["total"], started["status"]) == (0, "starting")
