"""`lockstep scenario`: runs a scripted scenario and says whether what it expects was so."""

import json
import os
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import click

from app.failures import sentences
from app.interrupts import stopped_by_signals
from app.library import Library
from app.options import FiniteRange
from app.scenario_text import distribution_lines, heading, problem_lines, verdict_lines
from app.settings import PACKAGE
from engine.errors import ScenarioError
from engine.export.partial import summary_of
from engine.export.recording import Recording
from engine.run import Limits, Run, RunSpec
from engine.scenario.binding import Bound
from engine.scenario.checking import prepare
from engine.scenario.document import MAX_SEED
from engine.scenario.translate.translation import Translation, translate
from engine.scenario.verdict.answers import Outcome, Verdict
from engine.scenario.verdict.distribution import distribution
from engine.scenario.verdict.judging import judge
from engine.scenario.verdict.watching import needs_data
from engine.scenario.words import text_in
from engine.spec import SECOND_NS, STANDING_NS

EXIT_NOT_PASSED, EXIT_WRONG = 1, 2
MOST_RUNS = 1000
SETTING = re.compile(r"\s*(\w+)\s*=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of a scenario, and what is said of it."""

    bound: Bound
    verdict: Verdict
    summary: dict[str, Any]

    def row(self) -> dict[str, Any]:
        """Write it as JSON has it."""
        return {"seed": self.bound.seed, "verdict": self.verdict.row(), "summary": self.summary}


@click.command()
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Choose a parameter; may be given several times.")
@click.option("--seed", type=click.IntRange(0, MAX_SEED), metavar="N", help="Draw with this seed instead of the scenario's own.")
@click.option("--check", "only_checks", is_flag=True, help="Say what is wrong with the scenario, and run nothing.")
@click.option("--source", "shows_source", is_flag=True, help="Print the Python program that the scenario is, and run nothing.")
@click.option("--json", "json_file", metavar="FILE", help="Write the verdict and the run's summary to this file; - is stdout.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the run to this .lockstep file.")
@click.option(
    "--repeat", type=click.IntRange(1, MOST_RUNS), metavar="N", help="Run it with N seeds, one behind the other; tell how often it held."
)
@click.option(
    "--timeout", type=FiniteRange(0, min_open=True), metavar="SECONDS", help="End a run after so long; else by the scenario's limit."
)
@click.option("--data", "watches_data", is_flag=True, help="Record reads and writes of globals, attributes and items too (slower).")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
def scenario(
    file: Path, settings: tuple[str, ...], seed: int | None, only_checks: bool, shows_source: bool, json_file: str | None,
    out: Path | None, repeat: int | None, timeout: float | None, watches_data: bool,
) -> None:  # fmt: skip
    """Run the scenario in FILE (YAML or JSON; - is stdin) and say whether what it expects was so.

    Exit codes: 0 it was, 1 it was not or that is unknown, 2 there is something wrong with the scenario.
    """
    if repeat is not None and out is not None:
        raise click.UsageError("--out keeps one run; leave --repeat out.")
    parameters = read_settings(settings)
    with sentences():
        source = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        bound = prepared(source, parameters, seed, name=str(file))
        if only_checks:
            click.echo(f"{file}: nothing is wrong with this scenario.")
            return
        if shows_source:
            click.echo(translate(bound).source, nl=False)
            return
        stem = "scenario" if str(file) == "-" else file.stem
        bounds = (prepared(source, parameters, bound.seed + number, name=str(file)) for number in range(repeat or 1))
        trials = []
        for trial in run_all(bounds, stem, out, timeout=timeout, watches_data=watches_data):
            trials.append(trial)
            if repeat is not None:
                click.echo(f"lockstep: seed {trial.bound.seed}: {trial.verdict.verdict}", err=True)
        tell(trials, json_file, is_repeated=repeat is not None)
    if any(trial.verdict.verdict is not Outcome.PASSED for trial in trials):
        sys.exit(EXIT_NOT_PASSED)


def read_settings(settings: tuple[str, ...]) -> dict[str, Any]:
    """Read NAME=VALUE: a number, true or false as JSON has them, anything else is a text."""
    chosen = {}
    for setting in settings:
        match = SETTING.fullmatch(setting)
        if match is None:
            raise click.UsageError(f"--set wants NAME=VALUE, not {setting[:40]!r}.")
        name, text = match.groups()
        try:
            value = json.loads(text)
        except ValueError:
            value = text
        chosen[name] = value if isinstance(value, int | float | bool | str) else text
    return chosen


def prepared(source: bytes, parameters: dict[str, Any], seed: int | None, *, name: str) -> Bound:
    """Read and check a scenario; what is wrong is said as a compiler says it, and ends the command."""
    try:
        return prepare(source, parameters, seed, lessons=program_of)
    except ScenarioError as error:
        for line in problem_lines(error, name):
            click.echo(line, err=True)
        sys.exit(EXIT_WRONG)


def program_of(lesson: str) -> str | None:
    """Give the program of an example."""
    found = Library.load(PACKAGE / "lessons").get(lesson)
    return found.source if found else None


def run_all(bounds: Iterator[Bound], stem: str, out: Path | None, *, timeout: float | None, watches_data: bool) -> Iterator[Trial]:
    """Run a scenario once for each of its seeds; a run that somebody stops is the last."""
    for bound in bounds:
        translation = translate(bound)
        seconds = timeout if timeout is not None else bound.scenario.limits.seconds
        with TemporaryDirectory(prefix="lockstep-scenario-") as folder:
            program = Path(folder) / f"{stem}.py"
            program.write_text(translation.source, "utf-8", newline="")
            spec = RunSpec(
                program=program.name, args=bound.arguments(), cwd=folder, env=environment(), stdio="capture",
                limits=Limits(wall_ns=int(seconds * SECOND_NS), standing_ns=STANDING_NS), run_id=uuid.uuid4().hex[:12],
                data=watches_data or needs_data(bound.scenario),
            )  # fmt: skip
            if out is None:
                recording = record(spec, None)
            else:
                with out.open("wb") as file:
                    recording = record(spec, file)
        yield judged(bound, translation, recording)
        if recording.status.get("status") == "stopped":
            return


def environment() -> dict[str, str]:
    """Give the program our environment, without what is ours alone."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LOCKSTEP_")}


def record(spec: RunSpec, file: BinaryIO | None) -> Recording:
    """Run a program to its end and keep all that is told of it."""
    recording = Recording()
    with Run.start(spec) as running, stopped_by_signals(running):
        for frame in running.frames():
            recording.add(frame)
            if file is not None:
                file.write(frame.data)
    return recording


def judged(bound: Bound, translation: Translation, recording: Recording) -> Trial:
    """Judge a run."""
    return Trial(bound, judge(bound, translation, recording), summary_of(recording))


def tell(trials: list[Trial], json_file: str | None, *, is_repeated: bool) -> None:
    """Say what came out, as text and as JSON where that is wanted."""
    first = trials[0].bound
    spread = distribution([(trial.bound.seed, trial.verdict) for trial in trials]) if is_repeated else None
    if json_file != "-":
        click.echo(heading(first, count=len(trials) if is_repeated else None))
        lines = verdict_lines(trials[0].verdict) if spread is None else distribution_lines(spread)
        for line in lines:
            click.echo(line)
    if json_file is None:
        return
    facts = {"title": text_in(first.scenario.title), "parameters": dict(first.parameters)}
    body = trials[0].row() if spread is None else {"distribution": spread.row(), "runs": [trial.row() for trial in trials]}
    text = json.dumps(facts | body, ensure_ascii=False, indent=2) + "\n"
    if json_file == "-":
        click.echo(text, nl=False)
    else:
        Path(json_file).write_text(text, "utf-8")
