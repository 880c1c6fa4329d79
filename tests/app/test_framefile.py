"""The file of a run's frames: what is written is found again, wherever the file was cut."""

import os
from pathlib import Path

import pytest

from app.framefile import CHUNK, FrameFile
from engine.errors import WireError
from engine.wire import FrameKind, FrameReader
from tests.app.fakes import number, run_frames


def test_frames_come_back_as_they_were_written(tmp_path: Path) -> None:
    frames = run_frames()
    with FrameFile.create(tmp_path / "a") as file:
        file.append(frames[:3])
        file.append(frames[3:])
        assert list(file.frames()) == frames
        assert file.last == len(frames)
        assert file.size == (tmp_path / "a").stat().st_size
    with FrameFile.open(tmp_path / "a") as file:
        assert list(file.frames()) == frames
        assert list(file.frames(4)) == frames[4:]
        assert list(file.frames(len(frames))) == []
        assert list(file.frames(10**9)) == []


def test_a_gap_or_a_repeat_is_an_error(tmp_path: Path) -> None:
    frames = run_frames()
    with FrameFile.create(tmp_path / "a") as file:
        file.append(frames[:2])
        for wrong in (frames[1:2], frames[3:4], [frames[2], frames[2]]):
            with pytest.raises(WireError, match="expected frame"):
                file.append(wrong)
        assert list(file.frames()) == frames[:2]


def test_a_file_cut_anywhere_gives_its_whole_frames(tmp_path: Path) -> None:
    frames = run_frames()
    data = b"".join(frame.data for frame in frames)
    for cut in range(len(data) + 1):
        (tmp_path / "a").write_bytes(data[:cut])
        with FrameFile.open(tmp_path / "a") as file:
            assert list(file.frames()) == FrameReader().feed(data[:cut])


@pytest.mark.parametrize("damage", [b"xx" + bytes(20), b"LS\x02\x01" + bytes(12), b"LS\x01\x01\xff\xff\xff\xff" + bytes(8)])
def test_a_damaged_file_is_read_up_to_the_damage(tmp_path: Path, damage: bytes) -> None:
    frames = run_frames()
    (tmp_path / "a").write_bytes(b"".join(frame.data for frame in frames[:4]) + damage)
    with FrameFile.open(tmp_path / "a") as file:
        assert list(file.frames()) == frames[:4]


def test_writing_on_cuts_off_half_a_frame(tmp_path: Path) -> None:
    frames = run_frames()
    (tmp_path / "a").write_bytes(b"".join(frame.data for frame in frames[:4]) + frames[4].data[:-1])
    with FrameFile.open(tmp_path / "a", writable=True) as file:
        file.append(frames[4:])
    with FrameFile.open(tmp_path / "a") as file:
        assert list(file.frames()) == frames


def test_a_chunk_holds_whole_frames_and_not_many_bytes_more(tmp_path: Path) -> None:
    sizes = [10, CHUNK // 2, CHUNK // 2, 3 * CHUNK, 5, 5, CHUNK - 100, 200]
    frames = number((FrameKind.OUTPUT, b"x" * size) for size in sizes)
    with FrameFile.create(tmp_path / "a") as file:
        file.append(frames)
        offset, found = 0, []
        while chunk := file.read(offset):
            reader = FrameReader()
            part = reader.feed(chunk)
            assert reader.pending == 0
            assert len(chunk) <= CHUNK or len(part) == 1
            found += part
            offset += len(chunk)
        assert found == frames


def test_everybody_at_the_live_edge_gets_the_same_bytes(tmp_path: Path) -> None:
    frames = run_frames()
    with FrameFile.create(tmp_path / "a") as file:
        file.append(frames[:3])
        assert file.read(0) is file.read(0)
        before = file.read(0)
        file.append(frames[3:])
        assert file.read(0) != before


def test_a_file_that_nobody_holds_any_more_is_closed(tmp_path: Path) -> None:
    descriptors = set(os.listdir("/proc/self/fd"))
    file = FrameFile.create(tmp_path / "a")
    assert set(os.listdir("/proc/self/fd")) > descriptors
    del file
    assert set(os.listdir("/proc/self/fd")) <= descriptors
