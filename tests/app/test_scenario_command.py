"""`lockstep scenario`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from engine.export.recording import read_recording

ROOT = Path(__file__).resolve().parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="a run's tree is followed on Linux only")
COUNTING = """\
lockstep: 1
title: Two who count
parameters: {locked: false, rounds: {default: 1, minimum: 1, maximum: 5}}
resources:
  counter: {kind: value}
  guard: {kind: lock}
  both: {kind: barrier, parties: 2}
workers:
  adder:
    count: 2
    steps:
      - repeat: rounds
        steps:
          - if: locked
            then:
              - {with: guard, steps: [{increment: counter}]}
            else:
              - {read: counter, into: old}
              - wait: both
              - {write: counter, value: old + 1}
              - wait: both
limits: {seconds: 60}
expect:
  - {final: counter, is: 2 * rounds, because: updates are lost}
  - {finding: lost-update, present: false}
  - {finishes: true}
"""


def invoke(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["scenario", *words], input=stdin)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("scenarios")
    (made / "counting.yaml").write_text(COUNTING, "utf-8")
    return made


@pytest.fixture(scope="module")
def told(folder: Path) -> Result:
    """A run that fails, with everything written."""
    return invoke(str(folder / "counting.yaml"), "--out", str(folder / "run.lockstep"), "--json", str(folder / "verdict.json"))


@linux
def test_a_verdict_is_told_with_what_shows_it(told: Result) -> None:
    lines = told.stdout.splitlines()

    assert told.exit_code == 1
    assert lines[0] == "Two who count: locked = False, rounds = 1, seed 1"
    assert lines[1:4] == ["FAILED    1 At the end, counter = 2.", "            counter was 1.", "            updates are lost"]
    assert any(line.split() == ["main", "final:", "counter", "=", "1"] for line in (line.partition("line ")[2][3:] for line in lines))
    assert lines[-1] == "FAILED: 1 passed, 2 failed"


@linux
def test_the_verdict_and_the_run_are_kept(told: Result, folder: Path) -> None:
    body = json.loads((folder / "verdict.json").read_text("utf-8"))
    recording = read_recording(folder / "run.lockstep")

    assert (body["title"], body["parameters"], body["seed"]) == ("Two who count", {"locked": False, "rounds": 1}, 1)
    assert [row["verdict"] for row in body["verdict"]["expectations"]] == ["failed", "failed", "passed"]
    assert body["summary"]["run"]["program"] == recording.meta["program"] == "counting.py"
    assert recording.meta["data"]  # for an expectation is about a race


@linux
def test_several_seeds_are_told_as_a_distribution(folder: Path) -> None:
    words = ("--set", "locked=true", "--set", "rounds=2", "--seed", "7", "--repeat", "2")
    result = invoke(str(folder / "counting.yaml"), *words, "--json", "-")
    body = json.loads(result.stdout)

    assert (result.exit_code, result.stderr) == (0, "lockstep: seed 7: passed\nlockstep: seed 8: passed\n")
    assert (body["distribution"]["runs"], body["distribution"]["passed"]) == (2, 2)
    assert [run["seed"] for run in body["runs"]] == [7, 8]
    assert body["distribution"]["expectations"][0]["measured"] == {"count": 2, "min": 4, "median": 4, "max": 4}


def test_a_scenario_can_be_checked_and_shown_without_being_run(folder: Path) -> None:
    file = str(folder / "counting.yaml")
    checked, shown = invoke(file, "--check"), invoke("-", "--source", "--set", "rounds=3", stdin=COUNTING)

    assert (checked.exit_code, checked.stdout) == (0, f"{file}: nothing is wrong with this scenario.\n")
    assert shown.exit_code == 0
    assert "ROUNDS = 3" in shown.stdout
    compile(shown.stdout, "counting.py", "exec")


def test_a_scenario_may_judge_an_example() -> None:
    scenario = "{lockstep: 1, title: x, lesson: %s, expect: [{finishes: true}]}"
    known, unknown = (invoke("-", "--source", stdin=scenario % name) for name in ("five-styles", "nothing"))

    assert known.stdout == (ROOT / "app" / "lessons" / "five-styles" / "program.py").read_text("utf-8")
    assert (unknown.exit_code, unknown.stderr) == (2, "-:1:25: there is no example `nothing` here [unknown-lesson] (/lesson)\n")


def test_what_is_wrong_is_told_as_a_compiler_does(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("lockstep: 1\ntitle: x\nworkers:\n  a:\n    steps:\n      - aquire: lock\n  b: {steps: [{sleep: -1}]}\n")
    result = invoke(str(file))

    assert (result.exit_code, result.stdout) == (2, "")
    first, second = result.stderr.splitlines()
    assert first == f"{file}:6:9: `aquire` is no verb of a step; did you mean `acquire`? [unknown-verb] (/workers/a/steps/0)"
    assert second.startswith(f"{file}:7:")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "rounds"], "--set wants NAME=VALUE, not 'rounds'."),
        (["--set", "rounds=9"], "[out-of-range] (/parameters/rounds)"),
        (["--set", "speed=9"], "[unknown-parameter] (/parameters/speed)"),
        (["--repeat", "2", "--out", "x.lockstep"], "--out keeps one run; leave --repeat out."),
        (["--timeout", "0"], "--timeout"),
        (["--out", "/nowhere/x.lockstep"], "/nowhere/x.lockstep: No such file or directory."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(folder: Path, words: list[str], said: str) -> None:
    result = invoke(str(folder / "counting.yaml"), *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_file_that_is_not_there_is_a_sentence_too() -> None:
    assert invoke("nowhere.yaml").exit_code == 2


def test_no_other_command_loads_the_language() -> None:
    code = "import sys, app.cli; print(*(name for name in sys.modules if name.startswith('engine.scenario')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "\n"
    assert "scenario" in CliRunner().invoke(main, ["--help"]).stdout
