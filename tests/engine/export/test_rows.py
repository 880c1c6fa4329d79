import pytest

from engine.export.recording import open_recording
from engine.export.rows import kept_events
from engine.wire import Frame, FrameKind, encode_frame
from tests.engine.export.made import CHANGES, EDGES, EVENTS, frames, recording


def test_rows_are_read_anew_from_their_frames_each_time() -> None:
    passes = 0

    def source() -> list[Frame]:
        nonlocal passes
        passes += 1
        return frames()

    made = open_recording(source)

    assert (passes, len(made.events), len(made.changes), len(made.edges)) == (1, len(EVENTS), len(CHANGES), len(EDGES))
    assert (list(made.events), list(made.changes), list(made.edges)) == (EVENTS, CHANGES, EDGES)
    assert list(made.events) == EVENTS
    assert passes == 5
    assert EVENTS[1] in made.events


def test_an_opened_run_says_what_a_read_one_says() -> None:
    opened, read = open_recording(lambda: frames(is_whole=False)), recording(is_whole=False)

    assert (opened.meta, opened.workers, opened.findings, opened.status) == (read.meta, read.workers, read.findings, read.status)
    assert (opened.end_ns, opened.last_ns, opened.is_whole) == (read.end_ns, 5000, False)


@pytest.mark.parametrize("size", [0, 7])
def test_a_body_without_a_whole_row_has_no_time(size: int) -> None:
    rows = kept_events(list)

    assert rows.note(encode_frame(FrameKind.EVENTS, bytes(size), sequence=1)) == 0
    assert len(rows) == 0
