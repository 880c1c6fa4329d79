"""The library of scenarios, run for real: each is its own test."""

from pathlib import Path

import pytest

from app.library import Library
from app.scenario_library import ScenarioLibrary
from app.settings import PACKAGE
from engine.export.recording import Recording
from engine.run import Limits, Run, RunSpec
from engine.scenario.translate.translation import translate
from engine.scenario.verdict.answers import Outcome, Verdict
from engine.scenario.verdict.judging import judge
from engine.scenario.verdict.watching import needs_data
from engine.spec import SECOND_NS

SCENARIOS = ScenarioLibrary(PACKAGE / "scenarios", Library.load(PACKAGE / "lessons"))
TRIES = 3  # who meets whom is the operating system's choice, and this machine may be busy


def verdict_on(name: str, folder: Path) -> Verdict:
    """Run a scenario of the library and judge it."""
    entry = SCENARIOS.get(name)
    assert entry is not None
    bound = SCENARIOS.prepare(entry.source)
    translation = translate(bound)
    (folder / "scenario.py").write_text(translation.source, "utf-8")
    limits = Limits(wall_ns=int(bound.scenario.limits.seconds * SECOND_NS))
    spec = RunSpec(
        program="scenario.py", args=bound.arguments(), cwd=str(folder), stdio="capture", limits=limits, data=needs_data(bound.scenario)
    )
    recording = Recording()
    with Run.start(spec) as run:
        for frame in run.frames():
            recording.add(frame)
    return judge(bound, translation, recording)


@pytest.mark.parametrize("name", [entry.id for entry in SCENARIOS.all()])
def test_a_scenario_does_what_it_expects(name: str, tmp_path: Path) -> None:
    told = []
    for _ in range(TRIES):
        verdict = verdict_on(name, tmp_path)
        if verdict.verdict is Outcome.PASSED:
            return
        told.append([(each.says.text, each.seen.text) for each in verdict.expectations if each.verdict is not Outcome.PASSED])
    pytest.fail(f"{name}: {told}")
