from pathlib import Path

import pytest

from engine.errors import WireError
from engine.export.recording import Recording, damage_told, read_recording
from engine.wire import HEADER, MAGIC, Frame, FrameKind, encode_frame
from tests.engine.export.made import CHANGES, EDGES, EVENTS, SUMMARY, frames, recording


def file_of(folder: Path, data: bytes) -> Path:
    path = folder / "run.lockstep"
    path.write_bytes(data)
    return path


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    read = read_recording(file_of(tmp_path, b"".join(frame.data for frame in frames())))

    assert (read.events, read.changes, read.edges) == (EVENTS, CHANGES, EDGES)
    assert read.summary == SUMMARY
    assert read.is_whole
    assert (read.end_ns, read.place(1), read.place(0)) == (6000, "/a.py:7", None)
    assert read.texts == {1: "'item'"}


def test_a_file_cut_anywhere_behind_its_first_frame_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    data = b"".join(frame.data for frame in frames())
    first = len(frames()[0].data)
    for end in range(first, len(data), 37):
        read = read_recording(file_of(tmp_path, data[:end]))
        assert read.meta["run"] == "r1"
        assert not read.is_whole


@pytest.mark.parametrize("data", [b"", b"LS", b"no frames at all, but text enough"])
def test_a_file_that_holds_no_run_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(WireError):
        read_recording(file_of(tmp_path, data))


def test_damage_later_on_is_told_and_what_stands_before_is_kept(tmp_path: Path) -> None:
    data = b"".join(frame.data for frame in frames(is_whole=False))
    read = read_recording(file_of(tmp_path, data + b"x" * 100))

    assert read.damage is not None
    assert not read.is_whole


def test_unknown_kinds_of_frames_are_passed_over() -> None:
    made = recording()
    made.add(Frame(99, 10, HEADER.pack(MAGIC, 1, 99, 0, 10)))

    assert made.is_whole
    assert Recording().end_ns == 0


@pytest.mark.parametrize(
    "kind", [FrameKind.META, FrameKind.DEFINE, FrameKind.EVENTS, FrameKind.OUTPUT, FrameKind.FINDING, FrameKind.SUMMARY]
)
def test_a_damaged_body_is_passed_over_and_told(kind: FrameKind) -> None:
    read = recording()
    read.add(encode_frame(kind, b"\xf1{", sequence=7))
    assert read.damage == "frame 7 is damaged"


def test_what_does_not_fit_together_is_a_sentence() -> None:
    with pytest.raises(WireError, match=r"^a\.lockstep is damaged"), damage_told("a.lockstep"):
        {}["missing"]
