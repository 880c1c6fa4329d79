"""What one run of a series came to."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from app.framefile import FrameFile
from app.outcomes import MOST_CHARACTERS, Outcome, plain_outcome, read_outcome
from engine.errors import WireError
from engine.wire import FrameKind, encode_json
from tests.app.fakes import number
from tests.app.test_store import record

RUN = record("aaaa", status="finished", exit_code=1, duration_ns=9, seed=4)


def read(tmp_path: Path, *bodies: tuple[FrameKind, object]) -> Outcome:
    file = FrameFile.create(tmp_path / "a.lockstep")
    file.append(number([(kind, encode_json(body)) for kind, body in bodies]))
    return read_outcome(RUN, file, number=3)


def said(*texts: str, stream: int = 1) -> tuple[FrameKind, object]:
    return FrameKind.OUTPUT, [[0, 1, stream, text] for text in texts]


def test_findings_are_counted_once_and_only_stdout_is_the_output(tmp_path: Path) -> None:
    finding = (FrameKind.FINDING, {"kind": "deadlock"})
    outcome = read(tmp_path, said("a", "\nb\n"), finding, said("trouble", stream=2), finding)
    assert (outcome.number, outcome.run, outcome.seed, outcome.status, outcome.exit_code, outcome.duration_ns) == (
        3, "aaaa", 4, "finished", 1, 9
    )  # fmt: skip
    assert (outcome.findings, outcome.lines, outcome.has_more) == (("deadlock",), ("a", "b"), False)


def test_the_hash_does_not_depend_on_the_pieces(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert read(tmp_path / "one", said("ab"), said("c")).output == read(tmp_path / "two", said("a", "bc")).output
    assert plain_outcome(RUN, number=0).output == ""


@pytest.mark.parametrize("text", ["1\n2\n3\n4\n5\n6", "x" * 5000])
def test_only_the_beginning_of_a_long_output_is_kept(tmp_path: Path, text: str) -> None:
    outcome = read(tmp_path, said(text))
    assert outcome.has_more
    assert len(outcome.lines) <= 5
    assert max(map(len, outcome.lines)) <= MOST_CHARACTERS


def test_an_outcome_is_kept_as_json(tmp_path: Path) -> None:
    outcome = read(tmp_path, said("a\nb"), (FrameKind.FINDING, {"kind": "orphan"}))
    assert Outcome.from_facts(json.loads(json.dumps(asdict(outcome)))) == outcome


def test_frames_that_make_no_sense_are_said_to_be_damaged(tmp_path: Path) -> None:
    with pytest.raises(WireError, match="is damaged"):
        read(tmp_path, (FrameKind.OUTPUT, [[1]]))
