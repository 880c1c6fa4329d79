"""A run by order; that of a whole run is tested where it is called (tests/app/guest)."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.record import RecordOrder, record
from engine.errors import LockstepError
from engine.export.recording import Recording, read_recording
from engine.run import RunResult, RunSpec
from engine.spec import SECOND_NS

RECORDINGS = Path(__file__).parents[1] / "recordings"


def order_file(folder: Path, **changes: Any) -> Path:
    paths = {name: str(folder / name) for name in ("out", "html", "answer")}
    path = folder / "order.json"
    path.write_text(json.dumps({"spec": {"code": "pass", "args": ["a"]}, "timeout": 1.5, "html_always": False, **paths, **changes}))
    return path


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A program that only plays a recording; `name` says which, `code` how it ends."""
    played: dict[str, Any] = {"name": "deadlock", "code": 0, "specs": []}

    def watch(spec: RunSpec, file: Any, *, quiet: bool) -> tuple[Recording, RunResult]:
        assert quiet
        played["specs"].append(spec)
        path = RECORDINGS / f"{played['name']}.lockstep"
        file.write(path.read_bytes())
        recording = read_recording(path)
        return recording, RunResult("finished", played["code"], None, None, recording.summary)

    monkeypatch.setattr("app.record.watch", watch)
    return played


def test_an_order_becomes_the_engines(tmp_path: Path) -> None:
    spec = RecordOrder.read(order_file(tmp_path)).run_spec()
    assert (spec.code, spec.args, spec.limits.wall_ns) == ("pass", ("a",), 3 * SECOND_NS // 2)
    assert RecordOrder.read(order_file(tmp_path, timeout=None)).run_spec().limits.wall_ns is None


def test_the_answer_tells_findings_by_names_and_lines(tmp_path: Path, played: dict[str, Any]) -> None:
    answer = record(RecordOrder.read(order_file(tmp_path)))
    deadlock = next(finding for finding in answer["findings"] if finding["kind"] == "deadlock")
    assert deadlock["level"] == "error"
    assert "Anna" in deadlock["workers"]
    assert all(line.rpartition(":")[2].isdigit() for line in deadlock["lines"])
    assert deadlock["lines"]
    assert (tmp_path / "out").read_bytes() == (RECORDINGS / "deadlock.lockstep").read_bytes()
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize(
    ("name", "code", "always", "is_written"),
    [("deadlock", 0, False, True), ("ticket_office", 1, False, True), ("ticket_office", 0, True, True), ("ticket_office", 0, False, False)],
)
def test_a_page_is_written_for_trouble_or_when_it_is_always_wanted(
    tmp_path: Path, played: dict[str, Any], name: str, code: int, always: bool, is_written: bool
) -> None:
    played.update(name=name, code=code)
    answer = record(RecordOrder.read(order_file(tmp_path, html_always=always)))
    assert (answer["html"] is not None, (tmp_path / "html").exists(), answer["exit_code"]) == (is_written, is_written, code)


def test_what_cannot_be_run_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(LockstepError, match="no file"):
        record(RecordOrder.read(order_file(tmp_path, spec={"program": "gone.py"})))
