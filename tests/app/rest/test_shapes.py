"""The shapes that are only documented: what is really answered fits them."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from app.queries import EventRows, SpanRows, Wanted, findings_of, rows_of
from app.rest.shapes import EventAnswer, FindingAnswer, SpanAnswer, SummaryAnswer
from engine.export.partial import summary_of
from engine.export.recording import read_recording
from engine.wire import FrameReader

RECORDINGS = sorted((Path(__file__).parents[2] / "recordings").glob("*.lockstep"))


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_what_a_golden_run_answers_has_the_documented_shape(path: Path) -> None:
    frames = FrameReader().feed(path.read_bytes())
    events = TypeAdapter(list[EventAnswer]).validate_python(list(rows_of(EventRows(Wanted()), frames)), strict=True)
    spans = TypeAdapter(list[SpanAnswer]).validate_python(list(rows_of(SpanRows(Wanted()), frames)), strict=True)
    assert events
    assert spans
    TypeAdapter(list[FindingAnswer]).validate_python(findings_of(frames), strict=True)
    SummaryAnswer.model_validate(summary_of(read_recording(path)), strict=True)


def test_the_deadlock_is_among_the_findings() -> None:
    (path,) = [path for path in RECORDINGS if path.stem == "deadlock"]
    findings = TypeAdapter(list[FindingAnswer]).validate_python(findings_of(FrameReader().feed(path.read_bytes())))
    assert "deadlock" in {finding.kind for finding in findings}
    assert all(name for finding in findings for name in finding.worker_names)
