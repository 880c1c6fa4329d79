from collections.abc import Callable
from pathlib import Path

import pytest

from engine.wire import FrameKind, FrameReader
from tests.recordings.make import RECORDINGS

recordings = pytest.mark.parametrize(("name", "make"), list(RECORDINGS.items()))


@recordings
def test_a_recording_is_what_its_story_makes_today(name: str, make: Callable[[], bytes]) -> None:
    stored = (Path(__file__).parent / f"{name}.lockstep").read_bytes()
    assert make() == stored, "the timeline tells it differently now; if that is meant: python -m tests.recordings.make"


@recordings
def test_a_recording_is_whole(name: str, make: Callable[[], bytes]) -> None:
    reader = FrameReader()
    frames = reader.feed(make())
    assert reader.pending == 0
    assert [frame.sequence for frame in frames] == list(range(1, len(frames) + 1))
    assert (frames[0].kind, frames[-1].kind) == (FrameKind.META, FrameKind.SUMMARY)
    assert frames[0].json()["program"] == f"{name}.py"


def test_the_deadlock_is_found_in_its_recording() -> None:
    kinds = [frame.json()["kind"] for frame in FrameReader().feed(RECORDINGS["deadlock"]()) if frame.kind == FrameKind.FINDING]
    assert kinds == ["deadlock", "join-hang"]
