from engine.events import Event, Kind, State
from engine.frames import LIMIT, encode
from engine.timeline import Batch
from engine.wire import Change, FrameKind, decode_changes, decode_events


def test_an_empty_batch_makes_no_frame() -> None:
    assert encode(Batch(), sequence=1) == []


def test_frames_are_numbered_without_a_gap() -> None:
    rows, findings = [Change(0, 1, State.RUNNING)], [{"id": 1}, {"id": 2}]
    batch = Batch(workers=[{"id": 1}], events=[Event(0, Kind.SET, 1)], changes=rows, findings=findings)
    assert [frame.sequence for frame in encode(batch, sequence=7)] == [7, 8, 9, 10, 11]


def test_definitions_come_before_what_refers_to_them() -> None:
    batch = Batch(
        workers=[{"id": 1}],
        resources=[{"id": 1}],
        locations=[(1, "a.py", 1, "f")],
        texts={1: "x"},
        events=[Event(0, Kind.SET, 1)],
        outputs=[(0, 1, 1, "hello\n")],
    )
    kinds = [frame.kind for frame in encode(batch, sequence=1)]
    assert kinds == [FrameKind.DEFINE] * 4 + [FrameKind.EVENTS, FrameKind.OUTPUT]


def test_long_columns_are_cut_into_frames_below_the_limit() -> None:
    batch = Batch(events=[Event(n, Kind.SET, 1) for n in range(20_000)], changes=[Change(n, 1, State.RUNNING) for n in range(20_000)])
    frames = encode(batch, sequence=1)
    assert max(len(frame.body) for frame in frames) <= LIMIT
    assert [event.time for frame in frames if frame.kind == FrameKind.EVENTS for event in decode_events(frame.body)] == list(range(20_000))
    assert sum(len(decode_changes(frame.body)) for frame in frames if frame.kind == FrameKind.CHANGES) == 20_000


def test_long_rows_of_json_are_cut_until_they_are_below_the_limit() -> None:
    outputs = [(n, 1, 1, "x" * 4000) for n in range(300)]
    frames = encode(Batch(outputs=outputs), sequence=1)
    assert len(frames) > 1
    assert max(len(frame.body) for frame in frames) <= LIMIT
    assert [tuple(row) for frame in frames for row in frame.json()] == outputs


def test_one_row_longer_than_the_limit_still_goes() -> None:
    (frame,) = encode(Batch(texts={1: "x" * (LIMIT + 10)}), sequence=1)
    assert len(frame.json()["texts"]["1"]) == LIMIT + 10
