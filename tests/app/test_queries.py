"""Events and spans, row by row."""

import json
from typing import Any

from app.queries import EventRows, Lines, SpanRows, Wanted, findings_of, page_of, rows_of
from engine.events import Event, Kind, Reason, State
from engine.wire import Change, Frame, FrameKind, encode_changes, encode_events, encode_json
from tests.app.fakes import number, run_frames


def test_pages_meet_without_gap_or_repeat() -> None:
    rows = [{"n": n} for n in range(10)]
    first, after = page_of(rows, after=0, limit=4)
    assert (first, after) == (rows[:4], 4)
    assert page_of(rows, after=8, limit=4) == (rows[8:], None)
    assert page_of(rows, after=6, limit=4) == (rows[6:], None)
    assert page_of(rows, after=99, limit=4) == ([], None)


def test_events_are_numbered_and_spelled_out() -> None:
    rows = list(rows_of(EventRows(Wanted()), run_frames(ticks=2)))
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
    rows = spans(frames)
    assert [(row["worker"], row["state"], row["begin_ns"], row["end_ns"]) for row in rows] == [
        (1, "running", 10, 30),
        (1, "ready", 30, 50),
        (2, "new", 20, None),
    ]
    assert rows[1]["reason"] == "gil"
    assert [row["worker"] for row in spans(frames, worker=2)] == [2]
    assert spans(frames, to_ns=10) == []
    assert [row["begin_ns"] for row in spans(frames, from_ns=30)] == [30, 20]


def spans(frames: list[Frame], **wanted: Any) -> list[dict[str, Any]]:
    return list(rows_of(SpanRows(Wanted(**wanted)), frames))


def test_rows_are_chosen_by_what_they_say() -> None:
    changes = [
        Change(10, 1, State.BLOCKED, Reason.LOCK, resource=4),
        Change(20, 1, State.RUNNING),
        Change(30, 1, State.BLOCKED, Reason.SLEEP),
        Change(40, 1, State.TERMINATED),
    ]
    frames = number([(FrameKind.CHANGES, encode_changes(changes))])
    begins = {"resource": 4, "state": State.RUNNING, "reason": Reason.SLEEP}
    assert [[row["begin_ns"] for row in spans(frames, **{name: value})] for name, value in begins.items()] == [[10], [20], [30]]
    events = [Event(10, Kind.WAIT, 1, 4, reason=Reason.LOCK), Event(20, Kind.ACQUIRE, 1, 4), Event(30, Kind.OUTPUT, 2)]
    frames = number([(FrameKind.EVENTS, encode_events(events))])
    for wanted, numbers in (
        ({"worker": 1}, [0, 1]), ({"resource": 4}, [0, 1]), ({"kind": Kind.ACQUIRE}, [1]), ({"reason": Reason.LOCK}, [0]),
        ({"from_ns": 20}, [1, 2]), ({"to_ns": 20}, [0]), ({"worker": 1, "kind": Kind.OUTPUT}, []),
    ):  # fmt: skip
        assert [row["number"] for row in rows_of(EventRows(Wanted(**wanted)), frames)] == numbers, wanted


def test_lines_are_the_same_in_whichever_pieces_the_frames_come() -> None:
    frames = run_frames(ticks=5)
    for make in (EventRows, SpanRows):
        rows = [json.dumps(row, ensure_ascii=False) for row in rows_of(make(Wanted()), frames)]
        lines = Lines(make(Wanted()), after=2)
        told = b"".join([*(lines.take([frame]) for frame in frames), lines.rest()])
        assert told.decode().splitlines() == rows[2:]


def test_findings_are_told_as_they_are_now_and_by_name() -> None:
    row = {
        "id": 1,
        "kind": "deadlock",
        "level": "error",
        "message": "m",
        "workers": [1],
        "resources": [9],
        "at": 5,
        "since": 3,
        "location": 1,
    }
    other = {**row, "id": 2, "kind": "join-hang", "level": "warning", "workers": [], "resources": []}
    bodies = [(FrameKind.FINDING, encode_json(one)) for one in ({**row, "open": True}, other, {**row, "open": False})]
    found = findings_of([*run_frames()[:3], *number(bodies, first=4)])
    assert [(one["kind"], one["open"]) for one in found] == [("deadlock", False), ("join-hang", None)]
    assert {name: found[0][name] for name in ("at_ns", "since_ns", "place", "worker_names", "resource_names")} == {
        "at_ns": 5, "since_ns": 3, "place": "ticket.py:3", "worker_names": ["MainThread"], "resource_names": [None]
    }  # fmt: skip
    frames = number(bodies)
    assert [one["id"] for one in findings_of(frames, kind="join-hang")] == [2]
    assert [one["id"] for one in findings_of(frames, level="error")] == [1]
