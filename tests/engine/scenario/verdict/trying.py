"""Runs scenarios for real and judges them."""

from pathlib import Path
from typing import Any

from engine.export.recording import Recording
from engine.run import Limits, Run, RunSpec
from engine.scenario.checking import prepare
from engine.scenario.translate.translation import translate
from engine.scenario.verdict.answers import Verdict
from engine.scenario.verdict.judging import judge
from engine.scenario.verdict.watching import needs_data
from engine.wire import FrameKind

LONG_NS = 60_000_000_000


def verdict_on(scenario: str, folder: Path, *, stop_at: str | None = None, **parameters: Any) -> Verdict:
    """Run a scenario, to its end or until there is a finding of the kind `stop_at`, and judge the run."""
    bound = prepare(scenario, parameters)
    translation = translate(bound)
    (folder / "program.py").write_text(translation.source, "utf-8")
    spec = RunSpec(
        program="program.py", cwd=str(folder), stdio="capture", limits=Limits(wall_ns=LONG_NS), run_id="r1", data=needs_data(bound.scenario)
    )  # fmt: skip
    recording = Recording()
    with Run.start(spec) as run:
        for frame in run.frames():
            recording.add(frame)
            if frame.kind == FrameKind.FINDING and frame.json()["kind"] == stop_at:
                run.stop()
    return judge(bound, translation, recording)
