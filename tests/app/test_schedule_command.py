"""`lockstep schedule`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from engine.export.recording import read_recording
from engine.scheduling.knobs import KNOBS

JOBS = "P1 0 24, P2 0 3, P3 0 3"


def invoke(*words: str) -> Result:
    return CliRunner().invoke(main, ["schedule", *words])


def test_json_is_the_answer_of_the_api() -> None:
    result = invoke("--policy", "rr", "--quantum", "4", "--jobs", JOBS, "--json")
    assert result.exit_code == 0
    body = json.loads(result.stdout)
    assert [(bar["name"], bar["end"]) for bar in body["gantt"]] == [("P1", 4), ("P2", 7), ("P3", 10), ("P1", 30)]


def test_text_is_for_people() -> None:
    result = invoke("--policy", "rr", "--quantum", "4", "--jobs", JOBS)
    assert "mean                                         3.67     5.67       15.67" in result.stdout
    assert "because" not in result.stdout
    assert "It is P2's turn" in invoke("--policy", "rr", "--jobs", JOBS, "--steps").stdout


def test_several_policies_follow_each_other() -> None:
    output = invoke("--policy", "fcfs", "--policy", "sjf", "--jobs", JOBS).stdout
    assert output.index("fcfs (") < output.index("sjf (")


def test_every_knob_is_an_option() -> None:
    text = invoke("--help").stdout
    assert all(f"--{name.replace('_', '-')}" in text for name in KNOBS)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--high-number-first"], True),
        ([], False),
    ],
)
def test_a_switch_is_a_flag(words: list[str], expected: bool) -> None:
    body = json.loads(invoke("--policy", "priority", "--jobs", JOBS, "--json", *words).stdout)
    assert body["knobs"]["high_number_first"] is expected


def test_levels_sweeps_and_ostep() -> None:
    words = [
        "--policy",
        "mlfq",
        "--ostep",
        "0,20,3:0,10,0",
        "--quanta",
        "2,4,0",
        "--io-time",
        "2",
        "--sweep",
        "io-time=1..3",
        "--no-switch-on-io",
    ]
    body = json.loads(invoke(*words, "--json").stdout)
    assert (body["knobs"]["quanta"], body["knobs"]["switch_on_io"]) == ([2, 4, 0], False)
    assert [point["value"] for point in body["sweep"]["points"]] == [1, 2, 3]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--policy", "fifo", "--jobs", JOBS], "policy: there is no policy 'fifo'"),
        (["--policy", "rr", "--quantum", "-4", "--jobs", JOBS], 'quantum: "-4" is too small'),
        (["--policy", "rr", "--quantum", "nan", "--jobs", JOBS], 'quantum: "nan" is no number'),
        (["--policy", "rr", "--jobs", "P1 0 0"], "jobs/0/burst: "),
        (["--policy", "rr"], "jobs: give the jobs"),
        (["--policy", "rr", "--jobs", JOBS, "--sweep", "quantum"], "sweep: "),
        (["--policy", "rr", "--jobs", JOBS, "--sweep", "quantum=0..3"], "sweep/values/0: "),
        (["--policy", "lottery", "--jobs", "A 0 3 -1"], "jobs/0/priority: "),
        (["--policy", "rr", "--jobs", JOBS, "--warp", "9"], "No such option"),
    ],
)
def test_an_error_is_one_line_that_names_the_field(words: list[str], message: str) -> None:
    result = invoke(*words)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"lockstep: {message}")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_real_processes_are_compared_and_their_run_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "run.lockstep"
    words = ["--policy", "rr", "--quantum", "1", "--jobs", "A 0 2, B 0 1", "--real", "--unit-ms", "10", "--out", str(out)]
    result = invoke(*words, "--json")
    body = json.loads(result.stdout)
    assert result.stderr == "lockstep: running 2 processes for about 1 s\n"
    assert {"measured", "difference", "jitter", "same_order"} <= set(body)
    assert body["unit_ms"] == 10
    assert read_recording(out).is_whole


def test_a_real_schedule_that_takes_too_long_is_refused_beforehand() -> None:
    result = invoke("--policy", "rr", "--jobs", "A 0 9000", "--real")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "lockstep: real: this would take about 901 s, longer than the limit of 60 s" in result.stderr
