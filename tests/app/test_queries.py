"""Events and spans, row by row."""

from app.queries import events_of, page_of, skip, spans_between
from engine.events import Reason, State
from engine.wire import Change, FrameKind, encode_changes, encode_json
from tests.app.fakes import number, run_frames


def test_pages_meet_without_gap_or_repeat() -> None:
    rows = [{"n": n} for n in range(10)]
    first, after = page_of(rows, after=0, limit=4)
    assert (first, after) == (rows[:4], 4)
    assert page_of(rows, after=8, limit=4) == (rows[8:], None)
    assert page_of(rows, after=6, limit=4) == (rows[6:], None)
    assert page_of(rows, after=99, limit=4) == ([], None)


def test_events_are_numbered_and_spelled_out() -> None:
    rows = list(events_of(run_frames(ticks=2)))
    assert [row["number"] for row in rows] == [0, 1, 2, 3]
    assert rows[0] == {"number": 0, "time_ns": 1000, "kind": "output", "worker": 1, "location": 1, "text": "出票", "place": "ticket.py:3"}


def test_spans_follow_from_changes() -> None:
    changes = [
        Change(10, 1, State.RUNNING, cpu=1),
        Change(20, 2, State.NEW),
        Change(30, 1, State.BLOCKED, Reason.QUEUE_GET, resource=4, by=2, location=1),
        Change(30, 1, State.READY, Reason.GIL),  # the same time: replaces
        Change(50, 1, State.TERMINATED),
    ]
    define = (FrameKind.DEFINE, encode_json({"locations": [[1, "a.py", 7, "f"]]}))
    frames = number([define, (FrameKind.CHANGES, encode_changes(changes[:3])), (FrameKind.CHANGES, encode_changes(changes[3:]))])
    rows = list(spans_between(frames))
    assert [(row["worker"], row["state"], row["begin_ns"], row["end_ns"]) for row in rows] == [
        (1, "running", 10, 30),
        (1, "ready", 30, 50),
        (2, "new", 20, None),
    ]
    assert rows[1]["reason"] == "gil"
    assert [row["worker"] for row in spans_between(frames, worker=2)] == [2]
    assert list(spans_between(frames, to_ns=10)) == []
    assert [row["begin_ns"] for row in spans_between(frames, from_ns=30)] == [30, 20]


def test_rows_are_passed_over() -> None:
    rows = iter([{"n": n} for n in range(5)])
    skip(rows, 2)
    assert next(rows) == {"n": 2}
    skip(rows, 9)
    assert list(rows) == []
