"""The programs are run by plain Python, several at a time, and must do what their scenarios say."""

import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.scenario.checking import problems_of
from tests.engine.scenario.translate.cases import flow, one_kind, passing, primitives
from tests.engine.scenario.translate.cases.case import Case
from tests.engine.scenario.translate.making import bound, translated
from tests.engine.scenario.translate.write_goldens import NAMES, scenario_of

CASES = primitives.CASES | flow.CASES | passing.CASES | one_kind.CASES
LONG, SHORT = 60.0, 0.5  # seconds for a program that ends, and to see that one hangs
Ran = Mapping[str, tuple[str, str, int | None]]
SOURCES = {name: case.data for name, case in CASES.items()} | {name: scenario_of(name) for name in NAMES}
DONE = {  # what the programs of the field come to, whatever their order
    "barber": r"(?=(.*\nfinal: waiting = 0\n)$)((mark: (haircut|turned away)\n){6}).*",
    "crawler": "final: pages = 6\n",
    "lost-update": "final: counter = [12]\n",
    "philosophers": r"(mark: philosopher-[0-4] eats\n){10}",
    "producers": r"(mark: consumer-[01] got producer-[01]-[123]\n){6}final: eaten = 6\n",
    "readers-writers": r"(?!.*enter: writing\n(?!leave: writing)).*final: readers = 0\n",
    "water": r"(mark: O\nmark: H\nmark: H\n|mark: H\nmark: O\nmark: H\n|mark: H\nmark: H\nmark: O\n){2}",
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folders = {name: tmp_path_factory.mktemp("program") for name in SOURCES}
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(SOURCES, pool.map(lambda name: run(name, folders[name]), SOURCES), strict=True))


def run(name: str, folder: Path) -> tuple[str, str, int | None]:
    program = folder / "program.py"
    program.write_text(translated(SOURCES[name]).source, "utf-8")
    command = [sys.executable, "program.py"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        if name in CASES and CASES[name].hangs:
            return hang(process)
        try:
            output, errors = process.communicate(timeout=LONG)
        except subprocess.TimeoutExpired:
            process.kill()
            return *process.communicate(), None
    return output, errors, process.returncode


def hang(process: subprocess.Popen[str]) -> tuple[str, str, int | None]:
    """Wait for the first line of a program that is to hang then, and see that it does."""
    assert process.stdout is not None
    first = process.stdout.readline()
    try:
        code: int | None = process.wait(timeout=SHORT)
    except subprocess.TimeoutExpired:
        code = None
    process.kill()
    output, errors = process.communicate()
    return first + output, errors, code


@pytest.mark.parametrize("name", SOURCES)
def test_the_scenarios_are_such_as_are_accepted(name: str) -> None:
    assert problems_of(bound(SOURCES[name]).scenario) == []


@pytest.mark.parametrize("name", CASES)
def test_a_program_does_what_its_scenario_says(ran: Ran, name: str) -> None:
    CASES[name].check(*ran[name])


@pytest.mark.parametrize("name", NAMES)
def test_the_fields_own_programs_come_to_their_end(ran: Ran, name: str) -> None:
    Case(data={}, matches=DONE[name]).check(*ran[name])


def test_what_is_drawn_is_the_same_for_the_same_seed_in_every_world(ran: Ran) -> None:
    outputs = {ran[f"drawing, {kind}"][0] for kind in ("thread", "process", "task")}
    assert len(outputs) == 1
    assert outputs.pop().count("mark: ") >= 4
