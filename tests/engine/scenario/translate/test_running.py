"""The programs are run by plain Python, several at a time, and must do what their scenarios say."""

import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.engine.scenario.translate.cases import CASES
from tests.engine.scenario.translate.making import translated

LONG, SHORT = 40.0, 2.0  # seconds for a program that ends, and for one that hangs
Ran = Mapping[str, tuple[str, str, int | None]]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folders = {name: tmp_path_factory.mktemp("program") for name in CASES}
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(CASES, pool.map(lambda name: run(name, folders[name]), CASES), strict=True))


def run(name: str, folder: Path) -> tuple[str, str, int | None]:
    program = folder / "program.py"
    program.write_text(translated(CASES[name].data).source, "utf-8")
    command = [sys.executable, "program.py"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            output, errors = process.communicate(timeout=SHORT if CASES[name].hangs else LONG)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            return output, errors, None
    return output, errors, process.returncode


@pytest.mark.parametrize("name", CASES)
def test_a_program_does_what_its_scenario_says(ran: Ran, name: str) -> None:
    CASES[name].check(*ran[name])


def test_what_is_drawn_is_the_same_for_the_same_seed_in_every_world(ran: Ran) -> None:
    outputs = {ran[f"drawing, {kind}"][0] for kind in ("thread", "process", "task")}
    assert len(outputs) == 1
    assert outputs.pop().count("mark: ") >= 4
